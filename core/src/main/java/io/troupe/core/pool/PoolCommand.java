package io.troupe.core.pool;

import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import org.jspecify.annotations.Nullable;

/// What a pool of addresses can be told.
public sealed interface PoolCommand extends Command {
  /// From the control plane at its start: give out blocks of this range. Refused when a lease would
  /// lie outside, or blocks of another size are leased.
  ///
  /// @param block the prefix length of each block: 32 for single addresses
  record Provide(Cidr range, int block) implements PoolCommand {}

  /// From a service or a node: I want a block. Answered `Pending` before there is a range; refused
  /// when nothing is free or the wanted address is not to be had. Who has a block gets no second
  /// one; it is exchanged when another one is wanted.
  ///
  /// @param number of two wishes of one owner the one with the higher number is the newer
  /// @param wanted the one address that the owner insists on, absent for any
  record Lease(Ref owner, long number, @Nullable Ipv4 wanted) implements PoolCommand {}

  /// From a service or a node: I need my block no more. A newer lease is left alone.
  record Release(Ref owner, long number) implements PoolCommand {}

  /// To itself: the owner has taken its block.
  record ConfirmLease(Ref owner, Cidr block) implements PoolCommand {}

  /// To itself: the owner does not want this block.
  record WithdrawLease(Ref owner, Cidr block) implements PoolCommand {}
}

package io.troupe.core.pool;

import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;

/// What has happened to a pool of addresses.
public sealed interface PoolEvent extends Event {
  /// It gives out blocks of this size from this range.
  record PoolProvided(Cidr range, int block) implements PoolEvent {}

  /// A block is an owner's; one that it had before is free again.
  record BlockLeased(Ref owner, long number, Cidr block) implements PoolEvent {}

  /// The owner has taken its block.
  record LeaseConfirmed(Ref owner) implements PoolEvent {}

  /// The owner's block is free again.
  record BlockReleased(Ref owner) implements PoolEvent {}
}

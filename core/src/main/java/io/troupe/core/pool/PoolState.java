package io.troupe.core.pool;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import java.util.SortedMap;

/// A pool of addresses by phase.
public sealed interface PoolState extends State {
  /// It has no range yet.
  record Absent() implements PoolState {}

  /// It gives out blocks.
  ///
  /// @param block the prefix length of each block
  /// @param leases by owner
  /// @param offered those of the leases that their owners have not taken yet
  /// @param owners of the blocks, by their first addresses; who exchanges a block has both until it
  ///   has taken the new one
  /// @param last the block that was leased last: the search goes on after it, so that an address
  ///   that was given back rests for as long as possible
  record Open(
      Cidr range,
      int block,
      SortedMap<Ref, Lease> leases,
      SortedMap<Ref, Lease> offered,
      SortedMap<Ipv4, Ref> owners,
      Cidr last)
      implements PoolState {
    public Open {
      leases = Ordered.copy(leases);
      offered = Ordered.copy(offered);
      owners = Ordered.copy(owners);
    }
  }

  /// A block that an owner has.
  ///
  /// @param number of the wish that it was leased for
  record Lease(Cidr block, long number) {}
}

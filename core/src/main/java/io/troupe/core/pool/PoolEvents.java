package io.troupe.core.pool;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.pool.PoolEvent.BlockLeased;
import io.troupe.core.pool.PoolEvent.BlockReleased;
import io.troupe.core.pool.PoolEvent.LeaseConfirmed;
import io.troupe.core.pool.PoolEvent.PoolProvided;
import io.troupe.core.pool.PoolState.Absent;
import io.troupe.core.pool.PoolState.Lease;
import io.troupe.core.pool.PoolState.Open;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What each event makes of a pool.
final class PoolEvents {
  private PoolEvents() {}

  static PoolState apply(PoolState state, PoolEvent event) {
    return switch (event) {
      case PoolProvided provided -> provided(state, provided);
      case BlockLeased leased -> state instanceof Open open ? leased(open, leased) : state;
      case LeaseConfirmed(Ref owner) ->
          state instanceof Open open
              ? new Open(
                  open.range(),
                  open.block(),
                  open.leases(),
                  Ordered.without(open.offered(), owner),
                  only(open, owner),
                  open.last())
              : state;
      case BlockReleased(Ref owner) -> state instanceof Open open ? without(open, owner) : state;
    };
  }

  private static Open provided(PoolState state, PoolProvided provided) {
    Cidr last = new Cidr(provided.range().base(), provided.block());
    return switch (state) {
      case Absent _ ->
          new Open(
              provided.range(),
              provided.block(),
              Collections.emptySortedMap(),
              Collections.emptySortedMap(),
              Collections.emptySortedMap(),
              last);
      case Open open ->
          new Open(
              provided.range(),
              provided.block(),
              open.leases(),
              open.offered(),
              open.owners(),
              provided.range().contains(open.last()) ? open.last() : last);
    };
  }

  /// The blocks, of which an owner has no other than the one that is leased to it.
  private static SortedMap<Ipv4, Ref> only(Open open, Ref owner) {
    Lease lease = open.leases().get(owner);
    SortedMap<Ipv4, Ref> owners = without(open.owners(), owner);
    return lease == null ? owners : Ordered.with(owners, lease.block().base(), owner);
  }

  private static SortedMap<Ipv4, Ref> without(SortedMap<Ipv4, Ref> owners, Ref owner) {
    SortedMap<Ipv4, Ref> others = new TreeMap<>(owners);
    others.values().removeIf(owner::equals);
    return others;
  }

  private static Open leased(Open open, BlockLeased leased) {
    Lease lease = new Lease(leased.block(), leased.number());
    return new Open(
        open.range(),
        open.block(),
        Ordered.with(open.leases(), leased.owner(), lease),
        Ordered.with(open.offered(), leased.owner(), lease),
        Ordered.with(open.owners(), leased.block().base(), leased.owner()),
        leased.block());
  }

  private static Open without(Open open, Ref owner) {
    Lease lease = open.leases().get(owner);
    return lease == null
        ? open
        : new Open(
            open.range(),
            open.block(),
            Ordered.without(open.leases(), owner),
            Ordered.without(open.offered(), owner),
            without(open.owners(), owner),
            open.last());
  }
}

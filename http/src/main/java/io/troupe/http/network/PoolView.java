package io.troupe.http.network;

import io.troupe.core.Ref;
import io.troupe.core.pool.PoolState;
import java.util.SortedMap;
import java.util.TreeMap;

/// A pool of addresses.
///
/// @param range what it gives out of
/// @param block the prefix length of each block
/// @param leases block by owner, as `service|demo:web` to `10.43.0.7/32`
public record PoolView(Meta meta, String range, int block, SortedMap<String, String> leases) {
  /// What it is called.
  public record Meta(String name, String selfLink) {}

  public static PoolView of(Ref self, PoolState.Open open) {
    SortedMap<String, String> leases = new TreeMap<>();
    open.leases().forEach((owner, lease) -> leases.put(owner.toString(), lease.block().toString()));
    return new PoolView(
        new Meta(self.name(), self.link()), open.range().toString(), open.block(), leases);
  }
}

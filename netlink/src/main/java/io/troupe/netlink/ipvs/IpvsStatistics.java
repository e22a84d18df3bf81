package io.troupe.netlink.ipvs;

import io.troupe.netlink.Attributes;

/// Counters of a service or a destination since it was added or zeroed, then rates per second.
///
/// The kernel adds its counters up every two seconds: they lag behind by as much.
public record IpvsStatistics(
    long connections,
    long inPackets,
    long outPackets,
    long inBytes,
    long outBytes,
    long connectionsPerSecond,
    long inPacketsPerSecond,
    long outPacketsPerSecond,
    long inBytesPerSecond,
    long outBytesPerSecond) {
  /// Reads `IPVS_STATS_ATTR_*`, whose numbers from 1 on are this record's fields in order.
  static IpvsStatistics read(Attributes stats) {
    return new IpvsStatistics(
        stats.number(1, 0),
        stats.number(2, 0),
        stats.number(3, 0),
        stats.number(4, 0),
        stats.number(5, 0),
        stats.number(6, 0),
        stats.number(7, 0),
        stats.number(8, 0),
        stats.number(9, 0),
        stats.number(10, 0));
  }
}

package io.troupe.netlink.route;

import io.troupe.netlink.Payload;

/// A link's counters since it was made: the first eight of `struct rtnl_link_stats64`.
///
/// ```
///  0            8            16           24           32
///  +------------+------------+------------+------------+
///  | rx packets | tx packets | rx bytes   | tx bytes   |
///  +------------+------------+------------+------------+
///  | rx errors  | tx errors  | rx dropped | tx dropped | ...
///  +------------+------------+------------+------------+
/// ```
public record LinkStatistics(
    long receivedPackets,
    long sentPackets,
    long receivedBytes,
    long sentBytes,
    long receiveErrors,
    long sendErrors,
    long receiveDropped,
    long sendDropped) {
  static final LinkStatistics NONE = new LinkStatistics(0, 0, 0, 0, 0, 0, 0, 0);

  static LinkStatistics read(Payload stats) {
    return new LinkStatistics(
        stats.u64(0),
        stats.u64(8),
        stats.u64(16),
        stats.u64(24),
        stats.u64(32),
        stats.u64(40),
        stats.u64(48),
        stats.u64(56));
  }
}

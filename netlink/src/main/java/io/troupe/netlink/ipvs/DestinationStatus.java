package io.troupe.netlink.ipvs;

/// A destination as the kernel has it, with the connections it holds now and its counters. A
/// drained destination may be deleted when all three numbers of connections are zero.
public record DestinationStatus(
    Destination destination,
    int activeConnections,
    int inactiveConnections,
    int persistentConnections,
    IpvsStatistics statistics) {}

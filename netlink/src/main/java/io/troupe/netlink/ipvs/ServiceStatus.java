package io.troupe.netlink.ipvs;

/// A virtual service as the kernel has it, with its counters.
public record ServiceStatus(VirtualService service, IpvsStatistics statistics) {}

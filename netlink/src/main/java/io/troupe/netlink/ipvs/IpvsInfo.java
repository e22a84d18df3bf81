package io.troupe.netlink.ipvs;

/// The version of the kernel's IPVS, such as `1.2.1`, and the size of its connection table.
public record IpvsInfo(String version, int connectionTableSize) {}

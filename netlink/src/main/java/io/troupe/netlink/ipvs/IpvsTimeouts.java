package io.troupe.netlink.ipvs;

import java.time.Duration;

/// How long an idle connection is remembered, in whole seconds: TCP, TCP after its end, UDP.
public record IpvsTimeouts(Duration tcp, Duration tcpFin, Duration udp) {}

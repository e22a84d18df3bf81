package io.troupe.node.container;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;

/// A runtime and the machine it runs on.
///
/// @param type the driver's name: `docker`, `sim`
/// @param cidr range of its container network, empty if unknown
public record RuntimeInfo(
    String type,
    String version,
    String hostname,
    String architecture,
    String osName,
    String osType,
    Cpu cpu,
    Memory memory,
    String cidr) {}

package io.troupe.node.container;

import io.troupe.core.quantity.Memory;

/// What a container uses.
///
/// @param cpuNanos processor time used since its start, in nanoseconds
/// @param memory in use now
/// @param memoryLimit the most it may use; without a limit of its own, the machine's
public record Usage(long cpuNanos, Memory memory, Memory memoryLimit) {}

package io.troupe.core.node;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;

/// What of a node's machine is in use, whoever uses it, as its agent last measured. It is passed
/// on, never stored.
///
/// @param memory bytes that new programs cannot have
/// @param load processors wanted, averaged over the last minute, in billionths of a processor; more
///   than the machine has means that programs wait
/// @param storage bytes taken on the file system of the volumes
/// @param containers how many containers of pods run, a plain count
public record Usage(Memory memory, Cpu load, Memory storage, int containers) {}

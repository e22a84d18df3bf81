package io.troupe.node.container;

/// A directory of the host in a container's file system.
///
/// @param source absolute path on the host
/// @param target absolute path in the container
public record BindMount(String source, String target, boolean readOnly) {}

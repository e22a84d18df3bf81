package io.troupe.core.template;

/// A template volume in a container's file system.
///
/// @param volume name of a volume of the same template
/// @param path absolute path in the container
/// @param subPath path below the volume, empty for its root
public record Mount(String volume, String path, String subPath, boolean readOnly) {}

package io.troupe.core.manifest;

/// Whether a manifest must name what it describes.
public enum Naming {
  /// It must: nothing else does.
  REQUIRED,
  /// It need not: the request's path names it.
  OPTIONAL
}

package io.troupe.core.manifest;

import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.service.ServicePatch;
import org.jspecify.annotations.Nullable;

/// A manifest that can be applied.
public sealed interface Manifest {
  /// The name of what it describes; empty where the request's path decides.
  String name();

  /// A namespace.
  record NamespaceManifest(String name, NamespacePatch patch) implements Manifest {}

  /// A service.
  ///
  /// @param namespace absent where the request or the command line decides
  record ServiceManifest(String name, @Nullable String namespace, ServicePatch patch)
      implements Manifest {}
}

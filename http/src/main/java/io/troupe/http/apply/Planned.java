package io.troupe.http.apply;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.manifest.Manifest;
import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.http.apply.ApplyRoutes.OutcomeView;
import io.troupe.http.view.Resources;
import java.util.Comparator;
import java.util.List;

/// A manifest, and the resource it is for.
record Planned(Ref resource, Manifest manifest) {
  static Planned of(NamespaceManifest manifest) {
    return new Planned(Resources.ref(Kind.NAMESPACE, manifest.name()), manifest);
  }

  /// @param fallback the namespace where the manifest names none
  static Planned of(ServiceManifest manifest, String fallback) {
    String namespace = manifest.namespace();
    return new Planned(
        Resources.ref(Kind.SERVICE, namespace == null ? fallback : namespace, manifest.name()),
        manifest);
  }

  /// All in the order they are applied in.
  static List<Planned> namespacesFirst(List<Planned> planned) {
    return planned.stream().sorted(Comparator.comparing(one -> one.resource().kind())).toList();
  }

  OutcomeView outcome(String action, String message) {
    return new OutcomeView(
        resource.kind().label(),
        resource.name(),
        resource.kind() == Kind.NAMESPACE ? "" : resource.namespace(),
        resource.link(),
        action,
        message);
  }
}

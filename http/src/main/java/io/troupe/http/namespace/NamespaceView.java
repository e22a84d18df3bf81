package io.troupe.http.namespace;

import io.troupe.core.Ref;
import io.troupe.core.namespace.NamespaceSpec;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.http.ApiSettings;
import io.troupe.http.template.ResourcesView;
import io.troupe.http.view.Times;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A namespace.
public record NamespaceView(Meta meta, Status status, Spec spec) {
  /// What it is called.
  public record Meta(
      String name,
      String description,
      String selfLink,
      String endpoint,
      String suffix,
      Map<String, String> labels,
      String created,
      String updated) {}

  /// What its services were granted together.
  public record Status(Allocated resources) {}

  /// What is allocated.
  public record Allocated(ResourcesView allocated) {}

  /// What it is to be.
  public record Spec(List<String> env, Domain domain, Amounts resources) {}

  /// Below which domains its services are found.
  public record Domain(String internal, String external) {}

  /// What it is expected to use, and the most.
  public record Amounts(ResourcesView request, ResourcesView limits) {}

  public static NamespaceView of(Ref self, NamespaceState.Present state, ApiSettings settings) {
    NamespaceSpec spec = state.spec();
    return new NamespaceView(
        new Meta(
            self.name(),
            spec.description(),
            self.link(),
            endpoint(self.name(), settings),
            "",
            spec.labels(),
            Times.text(state.created()),
            Times.text(state.updated())),
        new Status(new Allocated(ResourcesView.of(state.allocated()))),
        new Spec(
            List.of(),
            new Domain(
                settings.domainInternal(),
                spec.domain().isEmpty() ? settings.domainExternal() : spec.domain()),
            new Amounts(ResourcesView.of(spec.request()), ResourcesView.of(spec.limits()))));
  }

  /// The domain name below which a namespace's services stand.
  public static String endpoint(String namespace, ApiSettings settings) {
    return namespace.toLowerCase(Locale.ROOT) + "." + settings.domainInternal();
  }
}

package io.troupe.http.apply;

import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Reply;
import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespaceSpec;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import io.troupe.http.view.Resources;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes resources what their manifests say, and tells what that changed.
final class Applying {
  private static final String CREATED = "created";
  private static final String CHANGED = "changed";
  private static final String UNCHANGED = "unchanged";

  private final Resources resources;

  Applying(Resources resources) {
    this.resources = resources;
  }

  /// @throws io.troupe.http.frame.ApiError when a service's namespace neither exists nor is among
  ///   the manifests
  void requireNamespaces(List<Planned> planned) {
    Set<Ref> made =
        planned.stream()
            .map(Planned::resource)
            .filter(resource -> resource.kind() == Kind.NAMESPACE)
            .collect(Collectors.toSet());
    for (Planned one : planned) {
      Ref namespace = new Ref(Kind.NAMESPACE, one.resource().namespace());
      if (!made.contains(namespace)) {
        resources.require(namespace);
      }
    }
  }

  /// Applies one manifest.
  ///
  /// @return what that changed
  /// @throws io.troupe.http.frame.ApiError when it is refused
  String apply(Planned planned, boolean redeploy, Cause cause) {
    Optional<Object> before = spec(planned.resource());
    State after =
        switch (planned.manifest()) {
          case NamespaceManifest manifest -> namespace(planned.resource(), manifest, cause);
          case ServiceManifest manifest ->
              resources
                  .command(
                      planned.resource(),
                      new ServiceCommand.Apply(manifest.patch(), redeploy),
                      cause)
                  .state();
        };
    if (before.isEmpty()) {
      return CREATED;
    }
    return before.equals(spec(after)) ? UNCHANGED : CHANGED;
  }

  /// A namespace may come into being between the look and the command: then it is changed.
  private State namespace(Ref namespace, NamespaceManifest manifest, Cause cause) {
    if (resources.find(namespace).isEmpty()) {
      var created =
          Resources.await(
              resources
                  .control()
                  .send(namespace, new NamespaceCommand.Create(manifest.patch()), cause));
      if (created.reply() instanceof Reply.Accepted) {
        return created.state();
      }
    }
    return resources
        .command(namespace, new NamespaceCommand.Update(manifest.patch()), cause)
        .state();
  }

  /// What applying would change, as far as that can be told without asking anybody.
  String rehearse(Planned planned, boolean redeploy) {
    Optional<Object> before = spec(planned.resource());
    if (before.isEmpty()) {
      return CREATED;
    }
    Object after =
        switch (planned.manifest()) {
          case NamespaceManifest manifest ->
              before.get() instanceof NamespaceSpec spec ? manifest.patch().applyTo(spec) : "";
          case ServiceManifest manifest ->
              before.get() instanceof ServiceSpec spec ? manifest.patch().applyTo(spec) : "";
        };
    boolean redeployed = redeploy && planned.resource().kind() == Kind.SERVICE;
    return !redeployed && after.equals(before.get()) ? UNCHANGED : CHANGED;
  }

  private Optional<Object> spec(Ref resource) {
    return resources.find(resource).map(View.Item::state).flatMap(Applying::spec);
  }

  private static Optional<Object> spec(State state) {
    return switch (state) {
      case NamespaceState.Present present -> Optional.of(present.spec());
      case ServiceState.Requested requested -> Optional.of(requested.wish().spec());
      case ServiceState.Active active -> Optional.of(active.spec());
      case ServiceState.Destroying destroying -> Optional.of(destroying.spec());
      default -> Optional.empty();
    };
  }
}

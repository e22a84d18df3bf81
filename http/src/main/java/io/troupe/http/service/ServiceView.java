package io.troupe.http.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceState.Absent;
import io.troupe.core.service.ServiceState.Active;
import io.troupe.core.service.ServiceState.Destroying;
import io.troupe.core.service.ServiceState.Removed;
import io.troupe.core.service.ServiceState.Requested;
import io.troupe.core.service.ServiceStatus;
import io.troupe.http.ApiSettings;
import io.troupe.http.deployment.DeploymentView;
import io.troupe.http.namespace.NamespaceView;
import io.troupe.http.template.SelectorView;
import io.troupe.http.template.TemplateView;
import io.troupe.http.view.Picture;
import io.troupe.http.view.Times;
import io.troupe.http.view.Words;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A service with its deployments and their pods.
///
/// @param deployments by self-link
public record ServiceView(
    Meta meta,
    Words status,
    Spec spec,
    @JsonInclude(Include.NON_EMPTY) SortedMap<String, DeploymentView> deployments) {
  /// What it is called.
  public record Meta(
      String name,
      String namespace,
      String description,
      String selfLink,
      String endpoint,
      int replicas,
      Map<String, String> labels,
      String created,
      String updated) {}

  /// What it is to be.
  ///
  /// @param replicas left out when zero
  public record Spec(
      SelectorView selector,
      @JsonInclude(Include.NON_NULL) @Nullable Integer replicas,
      NetworkView network,
      StrategyView strategy,
      TemplateView template) {}

  /// How it is reached.
  @JsonInclude(Include.NON_EMPTY)
  public record NetworkView(String ip, SortedMap<Integer, String> ports) {}

  /// How connections are spread, in the words of the manifest.
  @JsonInclude(Include.NON_EMPTY)
  public record StrategyView(String type) {}

  /// What there is to show of a service, empty when there is none.
  public static Optional<ServiceView> of(
      Ref self, ServiceState state, Picture picture, ApiSettings settings) {
    return switch (state) {
      case Absent _, Removed _ -> Optional.empty();
      case Requested requested ->
          Optional.of(
              of(
                  self,
                  state,
                  requested.wish().spec(),
                  requested.created(),
                  requested.created(),
                  picture,
                  settings));
      case Active active ->
          Optional.of(
              of(
                  self,
                  state,
                  active.spec(),
                  active.created(),
                  active.updated(),
                  picture,
                  settings));
      case Destroying destroying ->
          Optional.of(
              of(
                  self,
                  state,
                  destroying.spec(),
                  destroying.created(),
                  destroying.updated(),
                  picture,
                  settings));
    };
  }

  private static ServiceView of(
      Ref self,
      ServiceState state,
      ServiceSpec spec,
      Instant created,
      Instant updated,
      Picture picture,
      ApiSettings settings) {
    ServiceStatus status = ServiceStatus.of(state);
    return new ServiceView(
        new Meta(
            self.name(),
            self.namespace(),
            spec.description(),
            self.link(),
            endpoint(self, settings),
            spec.replicas(),
            spec.labels(),
            Times.text(created),
            Times.text(updated)),
        new Words(status.state(), status.message()),
        new Spec(
            SelectorView.of(spec.selector()),
            spec.replicas() == 0 ? null : spec.replicas(),
            new NetworkView(address(state, spec), spec.network().ports()),
            new StrategyView(spec.strategy()),
            TemplateView.of(spec.template())),
        deployments(self, state, picture, settings));
  }

  private static SortedMap<String, DeploymentView> deployments(
      Ref self, ServiceState state, Picture picture, ApiSettings settings) {
    SortedMap<String, DeploymentView> views = new TreeMap<>();
    ServiceStatus.deployments(state)
        .forEach((name, child) -> {
          Ref deployment = new Ref(Kind.DEPLOYMENT, self.link() + ":" + name);
          Optional<DeploymentView> view =
              picture.find(deployment).flatMap(item -> DeploymentView.of(item, picture, settings));
          if (view.isPresent() || child.wanted()) {
            views.put(
                deployment.link(),
                view.orElseGet(() -> DeploymentView.planned(deployment, child.spec(), settings)));
          }
        });
    return views;
  }

  /// The address that it has, or else the one it is to have.
  private static String address(ServiceState state, ServiceSpec spec) {
    return ServiceStatus.address(state).find().map(Object::toString).orElse(spec.network().ip());
  }

  /// The name under which a service is found inside the cluster.
  public static String endpoint(Ref service, ApiSettings settings) {
    return service.name().toLowerCase(Locale.ROOT)
        + "."
        + NamespaceView.endpoint(service.namespace(), settings);
  }
}

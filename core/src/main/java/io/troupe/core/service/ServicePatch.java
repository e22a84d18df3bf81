package io.troupe.core.service;

import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Security;
import io.troupe.core.template.Selector;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What a manifest says of a service: absent parts keep what the service has.
///
/// @param ports absent or empty keeps the ports
/// @param template containers are matched by name and replaced, except that restart policy and
///   security stay when [#restartGiven()] and [#securityGiven()] do not name the container
public record ServicePatch(
    @Nullable String description,
    @Nullable Map<String, String> labels,
    @Nullable Integer replicas,
    @Nullable Selector selector,
    @Nullable String ip,
    @Nullable SortedMap<Integer, String> ports,
    @Nullable String strategy,
    @Nullable TemplatePatch template) {
  /// A template, and which containers give the parts that are otherwise kept.
  ///
  /// @param terminationGiven whether the manifest gives the termination period, which is kept
  ///   otherwise
  public record TemplatePatch(
      PodTemplate template,
      java.util.Set<String> restartGiven,
      java.util.Set<String> securityGiven,
      boolean terminationGiven) {
    public TemplatePatch {
      restartGiven = java.util.Set.copyOf(restartGiven);
      securityGiven = java.util.Set.copyOf(securityGiven);
    }
  }

  /// The specification after this patch. A selector that is not given is reset, as the API has it.
  public ServiceSpec applyTo(ServiceSpec old) {
    return new ServiceSpec(
        description == null ? old.description() : description,
        labels == null ? old.labels() : labels,
        replicas == null ? old.replicas() : replicas,
        selector == null ? Selector.ANY : selector,
        new Network(
            ip == null ? old.network().ip() : ip,
            ports == null || ports.isEmpty() ? old.network().ports() : ports),
        strategy == null ? old.strategy() : strategy,
        template == null ? old.template() : merge(old.template(), template),
        old.redeploys());
  }

  private static PodTemplate merge(PodTemplate old, TemplatePatch patch) {
    PodTemplate merged =
        patch
            .template()
            .mapContainers(container ->
                old.containers().stream()
                    .filter(known -> known.name().equals(container.name()))
                    .findFirst()
                    .map(known -> keep(known, container, patch))
                    .orElse(container));
    return patch.terminationGiven()
        ? merged
        : new PodTemplate(merged.containers(), merged.volumes(), old.terminationSeconds());
  }

  private static ContainerTemplate keep(
      ContainerTemplate old, ContainerTemplate given, TemplatePatch patch) {
    Security security =
        patch.securityGiven().contains(given.name()) ? given.security() : old.security();
    return new ContainerTemplate(
        given.name(),
        given.image(),
        given.entrypoint(),
        given.command(),
        given.args(),
        given.workdir(),
        given.env(),
        given.ports(),
        given.mounts(),
        given.limits(),
        given.requests(),
        patch.restartGiven().contains(given.name()) ? given.restart() : old.restart(),
        security,
        given.labels(),
        given.extraHosts(),
        given.dns());
  }
}

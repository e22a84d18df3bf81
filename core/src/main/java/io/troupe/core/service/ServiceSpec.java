package io.troupe.core.service;

import io.troupe.core.Ordered;
import io.troupe.core.template.Fingerprint;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import java.util.List;
import java.util.Map;

/// What a user wants of a service, complete.
///
/// @param strategy how connections are spread, as [io.troupe.core.network.Balance#of] reads it;
///   free text of old clients, stored and shown
/// @param redeploys how often a new deployment was asked for without any other change
public record ServiceSpec(
    String description,
    Map<String, String> labels,
    int replicas,
    Selector selector,
    Network network,
    String strategy,
    PodTemplate template,
    int redeploys) {
  /// The most pods a service may have.
  public static final int MOST_REPLICAS = 10_000;

  public ServiceSpec {
    labels = Ordered.copy(labels);
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas cannot be negative: " + replicas);
    }
  }

  /// A service with nothing to run.
  public static final ServiceSpec EMPTY =
      new ServiceSpec("", Map.of(), 1, Selector.ANY, Network.NONE, "", PodTemplate.EMPTY, 0);

  /// What a deployment is current by: services with equal hashes run the same thing.
  public String hash() {
    return Fingerprint.of(List.of(template, selector, redeploys));
  }

  ServiceSpec withTemplate(PodTemplate other) {
    return new ServiceSpec(
        description, labels, replicas, selector, network, strategy, other, redeploys);
  }

  ServiceSpec withReplicas(int count) {
    return new ServiceSpec(
        description, labels, count, selector, network, strategy, template, redeploys);
  }

  ServiceSpec redeployed() {
    return new ServiceSpec(
        description, labels, replicas, selector, network, strategy, template, redeploys + 1);
  }
}

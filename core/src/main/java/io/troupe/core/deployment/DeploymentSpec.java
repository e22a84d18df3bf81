package io.troupe.core.deployment;

import io.troupe.core.Ref;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;

/// One version of a service. All but the number of replicas stays as it is for the deployment's
/// life.
///
/// @param service the service it belongs to
/// @param version its number within the service, counted from 1
/// @param resize counts the changes of the number of replicas
/// @param hash fingerprint of template and selector; what a change of the service is told by
public record DeploymentSpec(
    Ref service,
    int version,
    int replicas,
    int resize,
    Selector selector,
    PodTemplate template,
    String hash) {
  /// The same with another number of pods.
  public DeploymentSpec resized(int count) {
    return resized(count, resize + 1);
  }

  DeploymentSpec resized(int count, int number) {
    return new DeploymentSpec(service, version, count, number, selector, template, hash);
  }
}

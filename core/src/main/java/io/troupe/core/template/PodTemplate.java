package io.troupe.core.template;

import java.util.List;
import java.util.function.UnaryOperator;

/// What a pod runs.
///
/// @param containers in start order; the first owns the pod's network, the others join it
/// @param terminationSeconds how long containers get to end after the stop signal before they are
///   killed
public record PodTemplate(
    List<ContainerTemplate> containers, List<TemplateVolume> volumes, int terminationSeconds) {
  /// Seconds between stop signal and kill where a manifest gives none.
  public static final int DEFAULT_TERMINATION_SECONDS = 10;

  /// Nothing to run.
  public static final PodTemplate EMPTY =
      new PodTemplate(List.of(), List.of(), DEFAULT_TERMINATION_SECONDS);

  public PodTemplate {
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    if (terminationSeconds < 0) {
      throw new IllegalArgumentException(
          "the termination period cannot be negative: " + terminationSeconds);
    }
  }

  /// The sum of what its containers reserve on a node.
  public Limits reserved() {
    return containers.stream().map(ContainerTemplate::reserved).reduce(Limits.NONE, Limits::plus);
  }

  /// The sum of its containers' limits.
  public Limits limits() {
    return containers.stream().map(ContainerTemplate::limits).reduce(Limits.NONE, Limits::plus);
  }

  /// The same template with each container changed.
  public PodTemplate mapContainers(UnaryOperator<ContainerTemplate> change) {
    return new PodTemplate(containers.stream().map(change).toList(), volumes, terminationSeconds);
  }
}

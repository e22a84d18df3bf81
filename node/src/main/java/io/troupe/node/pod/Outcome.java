package io.troupe.node.pod;

import io.troupe.node.container.ContainerInfo;
import java.util.List;

/// How a pass has ended.
///
/// @param containers what the pod has now, as far as the pass knows
/// @param failure why it could not be finished, empty when it was
record Outcome(List<ContainerInfo> containers, String failure) {
  Outcome {
    containers = List.copyOf(containers);
  }

  static Outcome done(List<ContainerInfo> containers) {
    return new Outcome(containers, "");
  }
}

package io.troupe.core.pod;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node's agent last saw of a pod. Two equal observations are the same news.
///
/// @param message why, in words for the user, mostly empty while all is well
/// @param podIp address of the pod in the node's container network, empty until it has one
/// @param hostIp address of the node
public record Observation(
    Phase phase, String message, String podIp, String hostIp, List<ContainerStatus> containers) {
  /// Nothing seen yet.
  public static final Observation NONE = new Observation(Phase.NONE, "", "", "", List.of());

  public Observation {
    containers = List.copyOf(containers);
  }

  /// Whether the pod can be called at its address.
  public boolean callable() {
    return phase == Phase.RUNNING && !podIp.isEmpty();
  }

  /// How far the pod has come on its node.
  public enum Phase {
    /// The agent has not spoken yet.
    NONE,
    /// Images are being pulled.
    PULL,
    /// Containers are being created and started, or have not run long enough to count.
    STARTING,
    /// Every container runs, and has done so long enough to count.
    RUNNING,
    /// A container has ended and waits for its restart.
    STOPPED,
    /// Every container has ended and none is to be restarted.
    EXITED,
    /// It cannot run; the message says why. The agent goes on trying with back-off.
    ERROR,
    /// No container of it is left on the node.
    REMOVED
  }

  /// One container as the runtime shows it.
  ///
  /// @param id the runtime's id, empty before creation
  /// @param image the reference it was created from
  /// @param imageId the runtime's id of the image, empty if unknown
  /// @param restarts how often the agent has started it again
  /// @param message the last error, empty if none
  public record ContainerStatus(
      String name,
      String id,
      String image,
      String imageId,
      boolean running,
      int restarts,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      int exitCode,
      String message) {}
}

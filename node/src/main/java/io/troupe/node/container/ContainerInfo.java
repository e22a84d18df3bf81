package io.troupe.node.container;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as its runtime shows it.
///
/// @param image the reference it was created from
/// @param imageId the runtime's id of that image
/// @param network id of the container whose network it joined, empty if it has its own
/// @param startedAt when it last started, absent if never
/// @param finishedAt when it last ended, absent while it runs for the first time
/// @param exitCode of its last end, 0 if none
/// @param ip its address in the node's container network, empty if none
/// @param error the runtime's own words about its last start or end, empty if none
public record ContainerInfo(
    String id,
    String name,
    String image,
    String imageId,
    Map<String, String> labels,
    State state,
    String network,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int exitCode,
    String ip,
    String error) {
  public ContainerInfo {
    labels = Map.copyOf(labels);
  }

  /// The value of a label, empty if it has none.
  public String label(String key) {
    return labels.getOrDefault(key, "");
  }

  public boolean running() {
    return state == State.RUNNING;
  }

  /// How far a container has come.
  public enum State {
    /// Never started.
    CREATED,
    RUNNING,
    /// Ran, and has ended.
    EXITED
  }
}

package io.troupe.http.pod;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.http.view.Times;

/// A container as its node sees it.
///
/// @param restarts how often it was started again, under the name old clients read
public record ContainerStateView(
    String id,
    String pod,
    String name,
    State state,
    boolean ready,
    @JsonProperty("restared") int restarts,
    ImageView image) {
  /// Everything that has happened to it.
  public record State(Created created, Started started, Stopped stopped, Failed error) {}

  /// When it was created: not known.
  public record Created(String timestamp) {}

  /// Whether it runs, and since when.
  public record Started(boolean started, String timestamp) {}

  /// Whether it has ended, and how.
  public record Stopped(boolean stopped, Exit exit) {}

  /// Whether it has failed, and why.
  public record Failed(boolean error, String message, Exit exit) {}

  /// The end of a process.
  public record Exit(int code, String timestamp) {}

  /// What it was created from.
  public record ImageView(String id, String name, String sha) {}

  static ContainerStateView of(Ref pod, ContainerStatus status) {
    boolean stopped = !status.running() && status.finishedAt() != null;
    Exit exit = new Exit(status.exitCode(), Times.text(status.finishedAt()));
    return new ContainerStateView(
        status.id(),
        pod.link(),
        status.name(),
        new State(
            new Created(Times.ZERO),
            new Started(status.running(), Times.text(status.startedAt())),
            new Stopped(stopped, exit),
            new Failed(!status.message().isEmpty(), status.message(), exit)),
        status.running(),
        status.restarts(),
        new ImageView(
            status.imageId(),
            status.image(),
            status.imageId().startsWith("sha256:") ? status.imageId() : ""));
  }
}

package io.troupe.node.pod;

import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.pod.Track.Fate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is said of a pod, from what is known of its containers.
final class Observations {
  private Observations() {}

  /// @param failure why the last attempt failed, empty if it did not
  /// @param pulling whether an image is waited for
  static Observation of(
      List<ContainerTemplate> templates,
      Map<String, Track> tracks,
      String failure,
      boolean pulling,
      String address) {
    List<ContainerStatus> containers =
        templates.stream().map(template -> track(tracks, template).status(template)).toList();
    List<Track> known = templates.stream().map(template -> track(tracks, template)).toList();
    Phase phase = phase(known, failure, pulling);
    String message =
        switch (phase) {
          case ERROR -> failure;
          case STOPPED, EXITED, RUNNING -> messages(containers);
          case NONE, PULL, STARTING, REMOVED -> "";
        };
    return new Observation(phase, message, ip(known), address, containers);
  }

  /// What is said of a pod of which nothing is left.
  static Observation removed(String address) {
    return new Observation(Phase.REMOVED, "", "", address, List.of());
  }

  private static Phase phase(Collection<Track> tracks, String failure, boolean pulling) {
    if (!failure.isEmpty()) {
      return Phase.ERROR;
    }
    if (tracks.stream().anyMatch(track -> in(track, Fate.WAITING, Fate.DUE))) {
      return Phase.STOPPED;
    }
    if (tracks.stream().allMatch(track -> in(track, Fate.ENDED, Fate.ENDED))) {
      return Phase.EXITED;
    }
    if (tracks.stream().allMatch(track -> in(track, Fate.UP, Fate.ENDED))) {
      return Phase.RUNNING;
    }
    return pulling ? Phase.PULL : Phase.STARTING;
  }

  private static boolean in(Track track, Fate one, Fate other) {
    return track.fate() == one || track.fate() == other;
  }

  private static Track track(Map<String, Track> tracks, ContainerTemplate template) {
    return tracks.getOrDefault(template.name(), Track.NEW);
  }

  private static String messages(List<ContainerStatus> containers) {
    return containers.stream()
        .filter(container -> !container.message().isEmpty())
        .map(container -> container.name() + ": " + container.message())
        .collect(Collectors.joining("; "));
  }

  /// The address of the first container, whose network the others share.
  private static String ip(List<Track> tracks) {
    ContainerInfo owner = tracks.isEmpty() ? null : tracks.getFirst().info();
    return owner == null ? "" : owner.ip();
  }
}

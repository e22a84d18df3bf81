package io.troupe.node.pod;

import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.RestartPolicy;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerInfo.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an agent remembers of one container of a pod, beyond what the runtime shows.
///
/// @param info what the runtime last showed, absent when there is none
/// @param restarts how often it was started again
/// @param backoff counts its ends in a row
/// @param message what is to be said of it, mostly empty
record Track(
    Fate fate, @Nullable ContainerInfo info, int restarts, Backoff backoff, String message) {
  static final Track NEW = new Track(Fate.NEW, null, 0, Backoff.NONE, "");

  /// What is to happen with it next.
  enum Fate {
    /// It is to be started for the first time.
    NEW,
    /// It runs, for too short a time to count.
    TRIAL,
    /// It has run long enough, unless the next look shows otherwise.
    TRIED,
    UP,
    /// It has ended and waits for its restart.
    WAITING,
    /// The wait is over.
    DUE,
    /// It has ended and stays so.
    ENDED
  }

  /// Takes in what the runtime shows now.
  Track see(@Nullable ContainerInfo now, RestartPolicy policy) {
    if (now == null) {
      return switch (fate) {
        case NEW -> this;
        case TRIAL, TRIED, UP -> lost();
        case WAITING, DUE -> new Track(fate, null, restarts, backoff, message);
        case ENDED -> this;
      };
    }
    boolean startedAgain = startedSince(info, now);
    int counted = fate == Fate.DUE && startedAgain ? restarts + 1 : restarts;
    return switch (now.state()) {
      case RUNNING ->
          new Track(runs() && !startedAgain ? fate : Fate.TRIAL, now, counted, backoff, "");
      case CREATED -> new Track(runs() ? Fate.NEW : fate, now, restarts, backoff, message);
      case EXITED ->
          switch (fate) {
            case NEW, TRIAL, TRIED, UP -> ended(now, counted, policy);
            case DUE ->
                startedAgain
                    ? ended(now, counted, policy)
                    : new Track(fate, now, restarts, backoff, message);
            case WAITING, ENDED -> new Track(fate, now, restarts, backoff, message);
          };
    };
  }

  private boolean runs() {
    return fate == Fate.TRIAL || fate == Fate.TRIED || fate == Fate.UP;
  }

  private static boolean startedSince(@Nullable ContainerInfo before, ContainerInfo now) {
    return before == null || !Objects.equals(before.startedAt(), now.startedAt());
  }

  /// Whether it began after what was known before.
  boolean beginsTrial(Track before) {
    return fate == Fate.TRIAL
        && info != null
        && (before.fate != Fate.TRIAL || startedSince(before.info, info));
  }

  /// How much of the time that it has to run is left.
  Duration left(Duration minReady, Instant now) {
    if (info == null || info.startedAt() == null) {
      return minReady;
    }
    Duration left = minReady.minus(Duration.between(info.startedAt(), now));
    return left.isNegative() ? Duration.ZERO : left.compareTo(minReady) > 0 ? minReady : left;
  }

  Track tried() {
    return fate == Fate.TRIAL ? new Track(Fate.TRIED, info, restarts, backoff, message) : this;
  }

  /// A look has shown that it still runs.
  Track proven() {
    return fate == Fate.TRIED ? new Track(Fate.UP, info, restarts, backoff, message) : this;
  }

  Track due() {
    return new Track(Fate.DUE, info, restarts, backoff, message);
  }

  boolean held() {
    return fate == Fate.WAITING || fate == Fate.ENDED;
  }

  /// How long it is to wait for its restart.
  Duration delay() {
    return new Backoff(Math.max(0, backoff.failures() - 1)).delay();
  }

  private Track lost() {
    return waiting(null, restarts, backoff, "container was removed from outside");
  }

  private Track ended(ContainerInfo now, int counted, RestartPolicy policy) {
    String what = "ended with exit code " + now.exitCode();
    if (!policy.restarts(now.exitCode(), counted)) {
      return new Track(Fate.ENDED, now, counted, backoff, what);
    }
    return waiting(now, counted, recovered(now) ? Backoff.NONE : backoff, what);
  }

  private static Track waiting(
      @Nullable ContainerInfo now, int restarts, Backoff backoff, String what) {
    String message = what + "; starts again in " + backoff.delay().toSeconds() + " s";
    return new Track(Fate.WAITING, now, restarts, backoff.next(), message);
  }

  private static boolean recovered(ContainerInfo info) {
    Instant from = info.startedAt();
    Instant to = info.finishedAt();
    return from != null
        && to != null
        && Duration.between(from, to).compareTo(Backoff.RECOVERED) >= 0;
  }

  ContainerStatus status(ContainerTemplate template) {
    String image = template.image().reference();
    if (info == null) {
      return new ContainerStatus(
          template.name(), "", image, "", false, restarts, null, null, 0, message);
    }
    return new ContainerStatus(
        template.name(),
        info.id(),
        info.image(),
        info.imageId(),
        info.state() == State.RUNNING,
        restarts,
        info.startedAt(),
        info.finishedAt(),
        info.exitCode(),
        info.error().isEmpty()
            ? message
            : message.isEmpty() ? info.error() : message + ": " + info.error());
  }
}

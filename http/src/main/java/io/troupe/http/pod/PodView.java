package io.troupe.http.pod;

import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodState.Absent;
import io.troupe.core.pod.PodState.Assigned;
import io.troupe.core.pod.PodState.Destroying;
import io.troupe.core.pod.PodState.Facts;
import io.troupe.core.pod.PodState.Pending;
import io.troupe.core.pod.PodState.Removed;
import io.troupe.core.pod.PodStatus;
import io.troupe.http.template.TemplateView;
import io.troupe.http.view.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A pod with its containers.
public record PodView(Meta meta, Spec spec, Status status) {
  /// What it is called.
  ///
  /// @param status how far it has come on its node, finer than the state
  public record Meta(
      String name,
      String description,
      String selfLink,
      String namespace,
      String node,
      String status,
      Parent parent,
      Map<String, String> labels,
      String created,
      String updated) {}

  /// What it belongs to.
  public record Parent(String kind, String selfLink) {}

  /// What it runs.
  public record Spec(Wanted state, TemplateView template) {}

  /// Whether it is to end.
  public record Wanted(boolean destroy, boolean maintenance) {}

  /// How it is.
  public record Status(
      String state,
      String message,
      SortedMap<String, Step> steps,
      Addresses network,
      Running runtime) {}

  /// A step on its way.
  public record Step(boolean ready, String timestamp) {}

  /// Where it is reached.
  public record Addresses(String hostIp, String podIp) {}

  /// Its containers.
  ///
  /// @param pipeline empty: only tasks of jobs have one
  public record Running(List<ContainerStateView> services, List<Object> pipeline) {}

  /// What there is to show of a pod, empty when there is none.
  public static Optional<PodView> of(View.Item item) {
    if (!(item.state() instanceof PodState state) || state instanceof Removed) {
      return Optional.empty();
    }
    return PodStatus.facts(state).map(facts -> of(item.resource(), state, facts));
  }

  private static PodView of(Ref self, PodState state, Facts facts) {
    Observation observed = PodStatus.observed(state);
    boolean ending = state instanceof Destroying;
    List<ContainerStateView> containers =
        observed.containers().stream()
            .map(container -> ContainerStateView.of(self, container))
            .toList();
    return new PodView(
        new Meta(
            self.name(),
            "",
            self.link(),
            self.namespace(),
            PodStatus.node(state).orElse(""),
            progress(observed),
            new Parent(Kind.DEPLOYMENT.label(), facts.spec().owner().link()),
            Map.of(),
            Times.text(facts.created()),
            Times.text(facts.updated())),
        new Spec(new Wanted(ending, false), TemplateView.of(facts.spec().template())),
        new Status(
            word(state),
            message(state),
            steps(state, facts, observed),
            new Addresses(observed.hostIp(), observed.podIp()),
            new Running(containers, List.of())));
  }

  private static String progress(Observation observed) {
    return observed.phase() == Phase.NONE ? "" : observed.phase().name().toLowerCase(Locale.ROOT);
  }

  private static String word(PodState state) {
    return switch (state) {
      case Absent _ -> "created";
      case Pending pending -> pending.reasons().isEmpty() ? "provision" : "waiting";
      case Assigned assigned ->
          switch (assigned.observed().phase()) {
            case NONE, PULL, STARTING, REMOVED -> "provision";
            case RUNNING -> "ready";
            case STOPPED -> "stopped";
            case EXITED -> "exited";
            case ERROR -> "error";
          };
      case Destroying _ -> "destroy";
      case Removed _ -> "destroyed";
    };
  }

  private static String message(PodState state) {
    return switch (state) {
      case Assigned assigned -> assigned.observed().message();
      case Destroying destroying -> destroying.reason();
      case Pending _ -> PodStatus.note(state).message();
      case Removed removed -> removed.reason();
      case Absent _ -> "";
    };
  }

  /// The steps that are known to be done, each with its time where that is known.
  private static SortedMap<String, Step> steps(PodState state, Facts facts, Observation observed) {
    SortedMap<String, Step> steps = new TreeMap<>();
    steps.put("initialized", done(facts.created()));
    boolean all = observed.containers().size() == facts.spec().template().containers().size();
    if (all && observed.containers().stream().noneMatch(c -> c.id().isEmpty())) {
      steps.put("pull", done(null));
      steps.put("created", done(null));
    }
    if (observed.phase() == Phase.RUNNING) {
      Instant started = latestStart(observed);
      steps.put("started", done(started));
      steps.put("ready", done(started));
    }
    if (state instanceof Destroying) {
      steps.put("destroy", done(facts.updated()));
    }
    return steps;
  }

  private static @Nullable Instant latestStart(Observation observed) {
    return observed.containers().stream()
        .map(ContainerStatus::startedAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Step done(@Nullable Instant at) {
    return new Step(true, Times.text(at));
  }
}

package io.troupe.http.deployment;

import io.troupe.actors.view.View;
import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentSpec;
import io.troupe.core.deployment.DeploymentState;
import io.troupe.core.deployment.DeploymentState.Absent;
import io.troupe.core.deployment.DeploymentState.Active;
import io.troupe.core.deployment.DeploymentState.Destroying;
import io.troupe.core.deployment.DeploymentState.Member;
import io.troupe.core.deployment.DeploymentState.Removed;
import io.troupe.core.deployment.DeploymentStatus;
import io.troupe.http.ApiSettings;
import io.troupe.http.pod.PodView;
import io.troupe.http.service.ServiceView;
import io.troupe.http.template.SelectorView;
import io.troupe.http.template.TemplateView;
import io.troupe.http.view.Picture;
import io.troupe.http.view.Times;
import io.troupe.http.view.Words;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A deployment with its pods.
///
/// @param replicas its pods by how they are
/// @param pods by self-link
public record DeploymentView(
    Meta meta,
    Words status,
    Spec spec,
    Sources sources,
    Counts replicas,
    SortedMap<String, PodView> pods) {
  /// What it is called.
  public record Meta(
      String name,
      String description,
      int version,
      String namespace,
      String service,
      String endpoint,
      String selfLink,
      String status,
      Map<String, String> labels,
      String created,
      String updated) {}

  /// What it runs.
  public record Spec(int replicas, SelectorView selector, TemplateView template) {}

  /// Empty; old clients have a place for it.
  public record Sources(String namespace, String tag, String hash) {}

  /// Pods by how they are.
  public record Counts(
      int total, int provision, int pulling, int created, int started, int stopped, int errored) {
    static Counts of(Collection<PodView> pods) {
      return new Counts(
          pods.size(),
          count(pods, "provision") + count(pods, "waiting"),
          (int) pods.stream().filter(pod -> pod.meta().status().equals("pull")).count(),
          count(pods, "created"),
          count(pods, "ready"),
          count(pods, "stopped") + count(pods, "exited"),
          count(pods, "error"));
    }

    private static int count(Collection<PodView> pods, String state) {
      return (int) pods.stream().filter(pod -> pod.status().state().equals(state)).count();
    }
  }

  private static final Sources NO_SOURCES = new Sources("", "", "");

  /// What there is to show of a deployment, empty when there is none.
  public static Optional<DeploymentView> of(View.Item item, Picture picture, ApiSettings settings) {
    if (!(item.state() instanceof DeploymentState state) || state instanceof Removed) {
      return Optional.empty();
    }
    return DeploymentStatus.facts(state)
        .map(facts -> of(item.resource(), state, facts, picture, settings));
  }

  private static DeploymentView of(
      Ref self,
      DeploymentState state,
      DeploymentState.Facts facts,
      Picture picture,
      ApiSettings settings) {
    return of(
        self,
        facts.spec(),
        Times.text(facts.created()),
        Times.text(facts.updated()),
        status(state),
        pods(state, picture),
        settings);
  }

  /// A deployment that its service has planned and that does not exist quite yet.
  public static DeploymentView planned(Ref self, DeploymentSpec spec, ApiSettings settings) {
    return of(
        self, spec, Times.ZERO, Times.ZERO, new Words("provision", ""), new TreeMap<>(), settings);
  }

  private static DeploymentView of(
      Ref self,
      DeploymentSpec spec,
      String created,
      String updated,
      Words status,
      SortedMap<String, PodView> pods,
      ApiSettings settings) {
    return new DeploymentView(
        new Meta(
            self.name(),
            "",
            spec.version(),
            self.namespace(),
            spec.service().name(),
            ServiceView.endpoint(spec.service(), settings),
            self.link(),
            "",
            Map.of(),
            created,
            updated),
        status,
        new Spec(
            spec.replicas(), SelectorView.of(spec.selector()), TemplateView.of(spec.template())),
        NO_SOURCES,
        Counts.of(pods.values()),
        pods);
  }

  /// The same as its service now wants it.
  public DeploymentView withReplicas(int count) {
    return new DeploymentView(
        meta, status, new Spec(count, spec.selector(), spec.template()), sources, replicas, pods);
  }

  /// The same on its way out.
  public DeploymentView ending(String reason) {
    return new DeploymentView(meta, new Words("destroy", reason), spec, sources, replicas, pods);
  }

  private static SortedMap<String, PodView> pods(DeploymentState state, Picture picture) {
    SortedMap<String, PodView> views = new TreeMap<>();
    SortedMap<Ref, Member> members = DeploymentStatus.pods(state);
    for (Ref pod : members.keySet()) {
      picture.find(pod).flatMap(PodView::of).ifPresent(view -> views.put(pod.link(), view));
    }
    return views;
  }

  private static Words status(DeploymentState state) {
    return switch (state) {
      case Absent _ -> new Words("created", "");
      case Active _ -> {
        DeploymentNote note = DeploymentStatus.note(state);
        yield new Words(note.condition().name().toLowerCase(Locale.ROOT), note.message());
      }
      case Destroying destroying -> new Words("destroy", destroying.reason());
      case Removed removed -> new Words("destroyed", removed.reason());
    };
  }
}

package io.troupe.node;

import akka.actor.typed.ActorRef;
import io.troupe.actors.session.Assignment;
import io.troupe.actors.stage.Stage;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.node.container.ContainerEvent.Happened;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.pod.PodKeeper;
import io.troupe.node.pod.PodKeeper.News;
import io.troupe.node.pod.PodLabels;
import io.troupe.node.pod.PodMessage;
import io.troupe.node.pod.PodTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The pods an agent has, each with its keeper. Belongs to the agent's actor.
final class PodTable {
  private final Stage<?> stage;
  private final PodTools tools;
  private final ActorRef<News> news;
  private final Map<Ref, Entry> entries = new TreeMap<>();

  private static final class Entry {
    private final ActorRef<PodMessage> keeper;
    private boolean wanted;
    private Observation last = Observation.NONE;

    Entry(ActorRef<PodMessage> keeper) {
      this.keeper = keeper;
    }
  }

  PodTable(Stage<?> stage, PodTools tools, ActorRef<News> news) {
    this.stage = stage;
    this.tools = tools;
    this.news = news;
  }

  int size() {
    return entries.size();
  }

  /// How many containers run, as far as their keepers have said.
  int running() {
    return (int)
        entries.values().stream()
            .flatMap(entry -> entry.last.containers().stream())
            .filter(ContainerStatus::running)
            .count();
  }

  Set<Ref> refs() {
    return new TreeSet<>(entries.keySet());
  }

  /// Makes keepers for what an earlier run of the agent has left.
  void adopt(List<ContainerInfo> containers) {
    byPod(containers).forEach((pod, found) -> entries.computeIfAbsent(pod, _ -> enter(pod, found)));
  }

  /// Tells each keeper what the runtime has of its pod now.
  void found(List<ContainerInfo> containers) {
    Map<Ref, List<ContainerInfo>> byPod = byPod(containers);
    entries.forEach((pod, entry) ->
        entry.keeper.tell(new PodMessage.Found(byPod.getOrDefault(pod, List.of()))));
  }

  private static Map<Ref, List<ContainerInfo>> byPod(List<ContainerInfo> containers) {
    return containers.stream()
        .filter(info -> !info.label(PodLabels.POD).isEmpty())
        .collect(
            Collectors.groupingBy(
                info -> new Ref(Kind.POD, info.label(PodLabels.POD)),
                TreeMap::new,
                Collectors.toList()));
  }

  private Entry enter(Ref pod, List<ContainerInfo> found) {
    return new Entry(stage.cast(own -> new PodKeeper(own, tools, pod, found, news)));
  }

  void noticed(Happened happened) {
    String link = happened.labels().getOrDefault(PodLabels.POD, "");
    if (!link.isEmpty()) {
      Entry entry = entries.get(new Ref(Kind.POD, link));
      if (entry != null) {
        entry.keeper.tell(new PodMessage.Noticed(happened));
      }
    }
  }

  void run(Assignment assignment) {
    Entry entry = entries.computeIfAbsent(assignment.pod(), pod -> enter(pod, new ArrayList<>()));
    entry.wanted = true;
    entry.keeper.tell(new PodMessage.Run(assignment.spec(), assignment.revision()));
  }

  /// Ends a pod; answers what is to be reported at once when there is nothing to end.
  Optional<Observation> stop(Ref pod) {
    Entry entry = entries.get(pod);
    if (entry == null) {
      return Optional.of(new Observation(Phase.REMOVED, "", "", tools.address(), List.of()));
    }
    entry.wanted = false;
    entry.keeper.tell(new PodMessage.Stop());
    return Optional.empty();
  }

  /// Takes in a pod's new condition; true when it is to be reported.
  boolean accept(News news) {
    Entry entry = entries.get(news.pod());
    if (entry == null) {
      return false;
    }
    if (news.observation().phase() == Phase.REMOVED) {
      if (entry.wanted) {
        return false;
      }
      stage.dismiss(entry.keeper);
      entries.remove(news.pod());
      return true;
    }
    entry.last = news.observation();
    return true;
  }

  /// What is known of each pod that has spoken.
  Map<Ref, Observation> observations() {
    Map<Ref, Observation> known = new TreeMap<>();
    entries.forEach((pod, entry) -> {
      if (entry.last.phase() != Phase.NONE) {
        known.put(pod, entry.last);
      }
    });
    return known;
  }
}

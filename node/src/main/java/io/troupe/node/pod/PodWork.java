package io.troupe.node.pod;

import io.troupe.core.Ref;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.RuntimeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an agent does to the containers of one pod. Everything blocks, goes from what the runtime
/// shows to what is wanted, and may be repeated at any point.
final class PodWork {
  private static final Logger LOG = LoggerFactory.getLogger(PodWork.class);

  private final PodTools tools;
  private final Ref pod;

  PodWork(PodTools tools, Ref pod) {
    this.tools = tools;
    this.pod = pod;
  }

  /// Looks at what there is.
  Outcome look() {
    try {
      return Outcome.done(list());
    } catch (RuntimeFailure e) {
      return new Outcome(List.of(), e.text());
    }
  }

  private List<ContainerInfo> list() {
    return tools.containers().list(PodLabels.ofPod(tools.node(), pod));
  }

  /// Makes the pod run. What is right is not touched: for a pod that runs, this makes no call.
  ///
  /// @param known what the pod has
  /// @param held names of containers that are not to be started now
  Outcome run(PodSpec spec, long revision, List<ContainerInfo> known, Set<String> held, Pass pass) {
    var specs = new ContainerSpecs(tools, pod, spec, revision);
    var grace = Duration.ofSeconds(spec.template().terminationSeconds());
    var launch = new Launch(tools, pod, spec.hash(), specs, grace, pass);
    try {
      Map<String, ContainerInfo> right = clear(spec, known, grace);
      List<ContainerInfo> result = new ArrayList<>(right.size());
      ContainerInfo owner = null;
      boolean first = true;
      for (ContainerTemplate container : spec.template().containers()) {
        ContainerInfo info = right.get(container.name());
        boolean ownerAway = !first && (owner == null || !owner.running());
        if (!held.contains(container.name()) && !ownerAway && !pass.cancelled()) {
          info = launch.bring(container, info, owner);
        }
        if (info != null) {
          result.add(info);
        }
        owner = first ? info : owner;
        first = false;
      }
      return Outcome.done(result);
    } catch (RuntimeFailure e) {
      return new Outcome(look().containers(), e.text());
    } catch (InterruptedException e) {
      return look();
    }
  }

  /// Sorts out the containers that are right, one for each name, and removes all others.
  private Map<String, ContainerInfo> clear(
      PodSpec spec, List<ContainerInfo> known, Duration grace) {
    Map<String, ContainerInfo> right = new LinkedHashMap<>();
    for (ContainerTemplate container : spec.template().containers()) {
      known.stream()
          .filter(info -> PodLabels.match(info, container.name(), spec.hash()))
          .max((a, b) -> Boolean.compare(a.running(), b.running()))
          .ifPresent(info -> right.put(container.name(), info));
    }
    List<ContainerInfo> wrong = known.stream().filter(info -> !right.containsValue(info)).toList();
    if (!wrong.isEmpty()) {
      LOG.info("pod {}: replacing {} containers of another specification", pod, wrong.size());
      end(wrong, grace);
    }
    return right;
  }

  /// Ends the pod: asks every container to stop, gives them their grace at the same time, and
  /// removes everything.
  Outcome stop(@Nullable PodSpec spec) {
    try {
      List<ContainerInfo> containers = list();
      end(containers, spec == null ? grace(containers) : grace(spec));
      tools.volumes().removeAll(pod);
      return Outcome.done(containers.isEmpty() ? List.of() : list());
    } catch (RuntimeFailure e) {
      return new Outcome(look().containers(), e.text());
    }
  }

  private static Duration grace(PodSpec spec) {
    return Duration.ofSeconds(spec.template().terminationSeconds());
  }

  /// The grace of a pod of which only the containers are known.
  private static Duration grace(List<ContainerInfo> containers) {
    return Duration.ofSeconds(
        containers.stream().mapToInt(info -> PodLabels.grace(info)).max().orElse(0));
  }

  private void end(List<ContainerInfo> containers, Duration grace) {
    each(
        containers.stream().filter(ContainerInfo::running),
        info -> tools.containers().stop(info.id(), "", grace));
    each(
        containers.stream().filter(info -> !info.network().isEmpty()),
        info -> tools.containers().remove(info.id()));
    each(
        containers.stream().filter(info -> info.network().isEmpty()),
        info -> tools.containers().remove(info.id()));
  }

  private void each(
      Stream<ContainerInfo> containers, java.util.function.Consumer<ContainerInfo> action) {
    List<ContainerInfo> list = containers.toList();
    if (list.size() == 1) {
      action.accept(list.getFirst());
      return;
    }
    List<CompletableFuture<Void>> all =
        list.stream()
            .map(info -> CompletableFuture.runAsync(() -> action.accept(info), tools.threads()))
            .toList();
    for (CompletableFuture<Void> one : all) {
      try {
        one.join();
      } catch (java.util.concurrent.CompletionException e) {
        throw e.getCause() instanceof RuntimeFailure failure
            ? new RuntimeFailure(failure.reason(), failure.text(), failure)
            : e;
      }
    }
  }
}

package io.troupe.node.pod;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.stage.Role;
import io.troupe.actors.stage.Stage;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.node.container.ContainerEvent.Action;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.pod.PodMessage.Finished;
import io.troupe.node.pod.PodMessage.Found;
import io.troupe.node.pod.PodMessage.Noticed;
import io.troupe.node.pod.PodMessage.Pulling;
import io.troupe.node.pod.PodMessage.RestartDue;
import io.troupe.node.pod.PodMessage.RetryDue;
import io.troupe.node.pod.PodMessage.Run;
import io.troupe.node.pod.PodMessage.SettleDue;
import io.troupe.node.pod.PodMessage.Stop;
import io.troupe.node.pod.PodMessage.TrialOver;
import io.troupe.node.pod.Track.Fate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one pod as it is wanted. It never blocks: what takes time runs as a pass on a virtual
/// thread, one at a time, and whatever happens meanwhile is looked at after it. Until it has heard
/// what is wanted it touches nothing.
public final class PodKeeper implements Role<PodMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(PodKeeper.class);
  private static final String RETRY = "retry";
  private static final String SETTLE = "settle";

  private final Stage<PodMessage> stage;
  private final PodTools tools;
  private final Ref pod;
  private final PodWork work;
  private final TimerScheduler<PodMessage> timers;
  private final ActorRef<News> news;

  private @Nullable Run wanted;
  private boolean stopping;
  private List<ContainerInfo> containers;
  private final Map<String, Track> tracks = new HashMap<>(2);
  private String failure = "";
  private Backoff retries = Backoff.NONE;
  private boolean pulling;
  private boolean lookNeeded;
  private boolean workNeeded;
  private boolean looking;
  private @Nullable Pass pass;
  private Observation told = Observation.NONE;

  /// A pod's new condition.
  public record News(Ref pod, Observation observation) {}

  /// @param found what the runtime has of the pod
  /// @param news is told each time the pod's condition changes, and when nothing is left of it
  public PodKeeper(
      Stage<PodMessage> stage,
      PodTools tools,
      Ref pod,
      List<ContainerInfo> found,
      ActorRef<News> news) {
    this.stage = stage;
    this.timers = stage.timers();
    this.tools = tools;
    this.pod = pod;
    this.work = new PodWork(tools, pod);
    this.containers = found;
    this.news = news;
  }

  @Override
  public boolean hear(PodMessage message) {
    switch (message) {
      case Run run -> run(run);
      case Stop() -> stop();
      case Found found -> found(found.containers());
      case Noticed noticed -> noticed(noticed);
      case Finished finished -> finished(finished.outcome());
      case Pulling() -> pulling = pass != null;
      case RestartDue due -> restartDue(due.container());
      case TrialOver over -> trialOver(over.container());
      case RetryDue() -> retry();
      case SettleDue() -> tell(observe());
    }
    proceed();
    announce();
    return true;
  }

  @Override
  public void end() {
    if (pass != null) {
      pass.cancel();
    }
  }

  private void run(Run run) {
    boolean same = wanted != null && wanted.spec().hash().equals(run.spec().hash());
    if (same && !stopping) {
      return;
    }
    lookNeeded |= stopping;
    stopping = false;
    if (wanted != null && pass != null) {
      pass.cancel();
    }
    wanted = run;
    tracks.clear();
    timers.cancelAll();
    failure = "";
    retries = Backoff.NONE;
    if (pass == null && !lookNeeded) {
      learn(containers);
    }
    workNeeded = true;
  }

  private void stop() {
    if (!stopping) {
      stopping = true;
      workNeeded = true;
      timers.cancelAll();
      if (pass != null) {
        pass.cancel();
      }
    }
  }

  private void found(List<ContainerInfo> now) {
    if (pass != null) {
      lookNeeded = true;
    } else {
      learn(now);
      workNeeded = true;
    }
  }

  private void noticed(Noticed noticed) {
    if (stopping) {
      return;
    }
    if (noticed.event().action() != Action.STARTED) {
      lookNeeded = true;
    } else if (pass == null) {
      lookNeeded |=
          containers.stream().noneMatch(c -> c.id().equals(noticed.event().id()) && c.running());
    }
  }

  private void restartDue(String container) {
    tracks.computeIfPresent(
        container, (_, track) -> track.fate() == Fate.WAITING ? track.due() : track);
    workNeeded = true;
  }

  /// That nothing was heard of its end does not mean that it runs.
  private void trialOver(String container) {
    tracks.computeIfPresent(container, (_, track) -> track.tried());
    lookNeeded = true;
  }

  private void retry() {
    lookNeeded = true;
    workNeeded = true;
  }

  /// Begins the next pass, if there is anything to do and none is under way.
  private void proceed() {
    if (pass != null) {
      return;
    }
    if (stopping) {
      if (workNeeded) {
        PodSpec spec = wanted == null ? null : wanted.spec();
        begin(_ -> work.stop(spec));
      }
    } else if (wanted != null && lookNeeded) {
      lookNeeded = false;
      begin(_ -> work.look());
      looking = true;
      workNeeded = true;
    } else if (wanted != null && workNeeded) {
      Run run = wanted;
      List<ContainerInfo> known = containers;
      Set<String> held =
          tracks.entrySet().stream()
              .filter(entry -> entry.getValue().held())
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      begin(current -> work.run(run.spec(), run.revision(), known, held, current));
    }
  }

  private void begin(Work what) {
    workNeeded = false;
    looking = false;
    Pass current = new Pass(() -> stage.self().tell(new Pulling()));
    pass = current;
    stage.work(
        tools.threads(),
        () -> what.run(current),
        (outcome, error) -> new Finished(outcome == null ? broken(error) : outcome));
  }

  /// A defect of ours must not leave the pod without a word.
  private Outcome broken(@Nullable Throwable error) {
    LOG.error("pod {}: the agent itself has failed", pod, error);
    return new Outcome(containers, "the agent has failed: " + error);
  }

  private void finished(Outcome outcome) {
    boolean calledOff = pass != null && pass.cancelled();
    pass = null;
    pulling = false;
    if (outcome.failure().isEmpty() || !outcome.containers().isEmpty()) {
      learn(outcome.containers());
    }
    if (calledOff) {
      lookNeeded = true;
    } else if (!outcome.failure().isEmpty()) {
      failed(outcome.failure());
    } else if (!looking) {
      failure = "";
      retries = Backoff.NONE;
      if (stopping) {
        stopped();
      }
    } else {
      tracks.replaceAll((_, track) -> track.proven());
    }
  }

  private void failed(String why) {
    LOG.warn("pod {}: {}", pod, why);
    failure = why;
    workNeeded = false;
    timers.startSingleTimer(RETRY, new RetryDue(), retries.delay());
    retries = retries.next();
  }

  private void stopped() {
    if (containers.isEmpty()) {
      tell(Observations.removed(tools.address()));
    } else {
      timers.startSingleTimer(RETRY, new RetryDue(), Backoff.NONE.delay());
    }
  }

  /// Takes in what the runtime has.
  private void learn(List<ContainerInfo> now) {
    containers = now;
    if (wanted == null || stopping) {
      return;
    }
    String hash = wanted.spec().hash();
    for (ContainerTemplate template : wanted.spec().template().containers()) {
      ContainerInfo info =
          now.stream()
              .filter(candidate -> PodLabels.match(candidate, template.name(), hash))
              .max((a, b) -> Boolean.compare(a.running(), b.running()))
              .orElse(null);
      Track before = tracks.getOrDefault(template.name(), Track.NEW);
      Track after = before.see(info, template.restart());
      tracks.put(template.name(), after);
      if (after.fate() == Fate.WAITING && before.fate() != Fate.WAITING) {
        RestartDue due = new RestartDue(template.name());
        timers.startSingleTimer(due, due, after.delay());
      } else if (after.beginsTrial(before)) {
        tracks.put(template.name(), trial(template.name(), after));
      }
    }
  }

  /// Has a container that runs prove itself for what is left of its time.
  private Track trial(String container, Track begun) {
    Duration left = begun.left(tools.minReady(), tools.clock().instant());
    if (left.isZero()) {
      return begun.tried().proven();
    }
    TrialOver over = new TrialOver(container);
    timers.startSingleTimer(over, over, left);
    return begun;
  }

  private Observation observe() {
    return wanted == null
        ? Observation.NONE
        : Observations.of(
            wanted.spec().template().containers(), tracks, failure, pulling, tools.address());
  }

  /// Says how the pod is, if that is news. That it is starting is no news for a moment.
  private void announce() {
    if (wanted == null || stopping) {
      return;
    }
    Observation now = observe();
    if (now.equals(told)) {
      timers.cancel(SETTLE);
    } else if (now.phase() == Phase.STARTING || now.phase() == Phase.PULL) {
      if (!timers.isTimerActive(SETTLE)) {
        timers.startSingleTimer(SETTLE, new SettleDue(), tools.settle());
      }
    } else {
      timers.cancel(SETTLE);
      tell(now);
    }
  }

  private void tell(Observation now) {
    told = now;
    news.tell(new News(pod, now));
  }

  private interface Work {
    Outcome run(Pass pass);
  }
}

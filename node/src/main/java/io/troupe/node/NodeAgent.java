package io.troupe.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.session.Assignment;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToAgent.Delta;
import io.troupe.actors.session.ToAgent.Introduce;
import io.troupe.actors.session.ToAgent.OpenLog;
import io.troupe.actors.session.ToAgent.ReportTaken;
import io.troupe.actors.session.ToAgent.Snapshot;
import io.troupe.actors.session.ToSession;
import io.troupe.core.Ref;
import io.troupe.core.node.Usage;
import io.troupe.node.AgentSettings.RuntimeType;
import io.troupe.node.container.ContainerEvent;
import io.troupe.node.container.ContainerEvent.Happened;
import io.troupe.node.container.ContainerEvent.Watching;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerRuntime.Watch;
import io.troupe.node.image.ImagePulls;
import io.troupe.node.log.LogSource;
import io.troupe.node.pod.PodKeeper.News;
import io.troupe.node.pod.PodLabels;
import io.troupe.node.pod.PodTools;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of one node. It first rebuilds what it has from the runtime, then introduces itself to
/// its session, and from then on runs what the session says and reports what it sees. It blocks
/// never; when it ends, the containers run on.
public final class NodeAgent extends AbstractBehavior<NodeAgent.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final long NO_REVISION = -1;

  private final AgentSettings settings;
  private final Runtimes runtimes;
  private final ActorRef<ToSession> sessions;
  private final TimerScheduler<Message> timers;
  private final boolean ownBeat;
  private final String incarnation = UUID.randomUUID().toString();
  private final ActorRef<ToAgent> self;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final PodTools tools;
  private final PodTable pods;
  private final Reports reports = new Reports();
  private final UsageMeter meter = new UsageMeter();
  private final Watch watch;

  private @Nullable Machine machine;
  private Set<Ref> volumesFound = Set.of();
  private long revision = NO_REVISION;
  private boolean awaitingSnapshot;
  private Duration heartbeat = Duration.ofSeconds(1);
  private long lastBeat;

  /// What the agent hears.
  public sealed interface Message {}

  /// Time for a heartbeat, if one is due; said by whoever keeps time for several agents.
  public record Beat() implements Message {}

  private record FromSession(ToAgent message) implements Message {}

  private record FromRuntime(ContainerEvent event) implements Message {}

  private record FromPod(News news) implements Message {}

  private record Rebuilt(Machine machine, List<ContainerInfo> containers, Set<Ref> volumes)
      implements Message {}

  private record Listed(List<ContainerInfo> containers) implements Message {}

  private record Measured(@Nullable Usage usage) implements Message {}

  private record Unreadable(String why) implements Message {}

  private enum Due implements Message {
    LIST,
    HELLO,
    HEARTBEAT,
    REPORT
  }

  private NodeAgent(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      AgentSettings settings,
      Runtimes runtimes,
      ActorRef<ToSession> sessions,
      boolean ownBeat) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.runtimes = runtimes;
    this.sessions = sessions;
    this.ownBeat = ownBeat;
    this.self = context.messageAdapter(ToAgent.class, FromSession::new);
    this.tools =
        new PodTools(
            settings.name(),
            settings.address(),
            settings.dns(),
            runtimes.containers(),
            new ImagePulls(runtimes.images(), runtimes.credentials(), threads),
            runtimes.volumes(),
            new Semaphore(settings.parallelStarts(), true),
            threads,
            settings.settle());
    this.pods = new PodTable(context, tools, context.messageAdapter(News.class, FromPod::new));
    ActorRef<Message> me = context.getSelf();
    this.watch =
        runtimes
            .containers()
            .watch(
                Map.of(PodLabels.NODE, settings.name()), event -> me.tell(new FromRuntime(event)));
  }

  /// An agent that runs until it is stopped. It does not close the runtimes.
  ///
  /// @param sessions where it says what it has to say, whichever member its session is on
  public static Behavior<Message> create(
      AgentSettings settings, Runtimes runtimes, ActorRef<ToSession> sessions) {
    return create(settings, runtimes, sessions, true);
  }

  /// @param ownBeat false when [Beat]s come from outside
  static Behavior<Message> create(
      AgentSettings settings, Runtimes runtimes, ActorRef<ToSession> sessions, boolean ownBeat) {
    Behavior<Message> agent =
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new NodeAgent(context, timers, settings, runtimes, sessions, ownBeat)));
    return Behaviors.supervise(agent)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(1), Duration.ofSeconds(30), 0.1));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::onMessage)
        .onSignal(PostStop.class, _ -> end())
        .onSignal(PreRestart.class, _ -> end())
        .build();
  }

  private Behavior<Message> onMessage(Message message) {
    switch (message) {
      case FromSession from -> onSession(from.message());
      case FromRuntime(Watching()) -> list();
      case FromRuntime(Happened happened) -> pods.noticed(happened);
      case FromPod from -> news(from.news());
      case Rebuilt rebuilt -> rebuilt(rebuilt);
      case Listed listed -> pods.found(listed.containers());
      case Measured(Usage usage) -> measured(usage);
      case Unreadable unreadable -> unreadable(unreadable.why());
      case Beat() -> beat();
      case Due due -> onDue(due);
    }
    return this;
  }

  private void onDue(Due due) {
    switch (due) {
      case LIST -> list();
      case HELLO -> hello();
      case HEARTBEAT -> sendHeartbeat();
      case REPORT -> send(reports.again());
    }
  }

  private void onSession(ToAgent message) {
    switch (message) {
      case Introduce() -> hello();
      case Snapshot snapshot -> snapshot(snapshot);
      case Delta delta -> delta(delta);
      case ReportTaken taken -> {
        reports.taken(taken.number());
        report();
      }
      case OpenLog open ->
          getContext()
              .spawnAnonymous(
                  LogSource.create(
                      runtimes.containers(),
                      settings.name(),
                      threads,
                      open.request(),
                      open.reader()));
    }
  }

  /// Finds out what the runtime has: first to rebuild from it, later because events may have been
  /// missed.
  private void list() {
    Map<String, String> labels = Map.of(PodLabels.NODE, settings.name());
    if (machine == null) {
      pipe(
          () ->
              new Rebuilt(
                  Machine.look(settings, runtimes),
                  runtimes.containers().list(labels),
                  Set.copyOf(runtimes.volumes().pods())),
          Function.identity());
    } else {
      pipe(() -> runtimes.containers().list(labels), Listed::new);
    }
  }

  private <T> void pipe(Supplier<T> work, Function<T, Message> message) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(work, threads),
            (result, error) ->
                result == null
                    ? new Unreadable(error == null ? "no answer" : error.toString())
                    : message.apply(result));
  }

  private void unreadable(String why) {
    LOG.warn("node {}: the runtime cannot be read, trying again: {}", settings.name(), why);
    timers.startSingleTimer(Due.LIST, settings.resend());
  }

  private void rebuilt(Rebuilt rebuilt) {
    if (machine != null) {
      return;
    }
    machine = rebuilt.machine();
    volumesFound = rebuilt.volumes();
    pods.adopt(rebuilt.containers());
    LOG.info(
        "node {}: {} containers of {} pods found",
        settings.name(),
        rebuilt.containers().size(),
        pods.size());
    hello();
  }

  private void hello() {
    if (machine != null) {
      awaitingSnapshot = true;
      sessions.tell(
          new ToSession.Hello(
              settings.name(), incarnation, machine.info(), machine.capacity(), self));
      timers.startSingleTimer(Due.HELLO, settings.resend());
    }
  }

  private void snapshot(Snapshot snapshot) {
    if (machine == null || (!awaitingSnapshot && snapshot.revision() < revision)) {
      return;
    }
    awaitingSnapshot = false;
    timers.cancel(Due.HELLO);
    revision = snapshot.revision();
    pace(snapshot.heartbeat());
    Set<Ref> wanted = new HashSet<>();
    snapshot.run().forEach(assignment -> wanted.add(assignment.pod()));
    pods.refs().stream().filter(pod -> !wanted.contains(pod)).forEach(this::stop);
    snapshot.run().forEach(this::run);
    snapshot.stopping().forEach(this::stop);
    pods.observations().forEach(reports::add);
    sweepVolumes();
    report();
  }

  private void delta(Delta delta) {
    if (machine == null) {
      return;
    }
    if (revision == NO_REVISION || delta.after() != revision) {
      if (!awaitingSnapshot) {
        hello();
      }
      return;
    }
    revision = delta.revision();
    delta.run().forEach(this::run);
    delta.stop().forEach(this::stop);
    report();
  }

  private void run(Assignment assignment) {
    pods.run(assignment);
  }

  private void stop(Ref pod) {
    pods.stop(pod).ifPresent(removed -> reports.add(pod, removed));
  }

  /// Removes volumes of pods that are gone.
  private void sweepVolumes() {
    Set<Ref> known = pods.refs();
    for (Ref pod : volumesFound) {
      if (!known.contains(pod)) {
        threads.execute(() -> runtimes.volumes().removeAll(pod));
      }
    }
    volumesFound = Set.of();
  }

  private void news(News news) {
    if (pods.accept(news)) {
      reports.add(news.pod(), news.observation());
      report();
    }
  }

  /// Sends the next report, unless one is under way or nobody has said yet what is to run.
  private void report() {
    if (revision != NO_REVISION && reports.idle()) {
      timers.cancel(Due.REPORT);
      send(reports.next());
    }
  }

  private void send(Optional<Reports.Numbered> report) {
    report.ifPresent(numbered -> {
      sessions.tell(
          new ToSession.Report(
              settings.name(), incarnation, numbered.number(), numbered.pods(), self));
      timers.startSingleTimer(Due.REPORT, settings.resend());
    });
  }

  private void pace(Duration interval) {
    heartbeat = interval;
    if (ownBeat) {
      timers.startTimerWithFixedDelay(Due.HEARTBEAT, interval);
    }
    sendHeartbeat();
  }

  /// Sends a heartbeat if more than three quarters of the interval have gone by.
  private void beat() {
    if (revision != NO_REVISION && System.nanoTime() - lastBeat > heartbeat.toNanos() / 4 * 3) {
      sendHeartbeat();
    }
  }

  private void sendHeartbeat() {
    lastBeat = System.nanoTime();
    sessions.tell(
        new ToSession.Heartbeat(settings.name(), incarnation, revision, meter.take(), self));
    measure();
  }

  /// Measures for a later heartbeat. A simulated machine uses nothing.
  private void measure() {
    if (settings.runtime() == RuntimeType.DOCKER && meter.due(lastBeat)) {
      int containers = pods.running();
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(() -> Machine.usage(runtimes, containers), threads),
              (usage, _) -> new Measured(usage));
    }
  }

  private void measured(@Nullable Usage usage) {
    if (usage == null) {
      LOG.debug("node {}: the machine's usage cannot be measured", settings.name());
    } else {
      meter.measured(usage);
    }
  }

  private Behavior<Message> end() {
    watch.close();
    return this;
  }
}

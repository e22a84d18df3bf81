package io.troupe.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.session.Assignment;
import io.troupe.actors.session.NetworkNews;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToAgent.Delta;
import io.troupe.actors.session.ToAgent.Introduce;
import io.troupe.actors.session.ToAgent.Network;
import io.troupe.actors.session.ToAgent.OpenLog;
import io.troupe.actors.session.ToAgent.ReportTaken;
import io.troupe.actors.session.ToAgent.Snapshot;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.stage.ActorStage;
import io.troupe.actors.stage.Role;
import io.troupe.actors.stage.Stage;
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
public final class NodeAgent implements Role<NodeAgent.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final long NO_REVISION = -1;

  /// What an earlier session has told the pods may be under way for so long, and then undo what
  /// this one has.
  private static final Duration OVERTAKEN = Duration.ofSeconds(20);

  /// A hello of which the session shows no sign for so long is said again.
  private static final Duration UNHEARD = Duration.ofSeconds(3);

  private final Stage<Message> stage;
  private final AgentSettings settings;
  private final Runtimes runtimes;
  private final ActorRef<ToSession> sessions;
  private final TimerScheduler<Message> timers;
  private final boolean ownBeat;
  private final String incarnation;
  private final ActorRef<ToAgent> self;
  private final ExecutorService threads;
  private final PodTools tools;
  private final PodTable pods;
  private final Reports reports = new Reports();
  private final UsageMeter meter = new UsageMeter();
  private final Meanwhile meanwhile = new Meanwhile();
  private final Watch watch;

  private final NetworkKeeper network;

  private @Nullable Machine machine;
  private Set<Ref> volumesFound = Set.of();
  private long revision = NO_REVISION;
  private boolean awaitingSnapshot;
  private long hellos;
  private long saidHelloAt = NO_REVISION;
  private long saidHelloNanos;
  private Duration heartbeat = Duration.ofSeconds(1);
  private long lastBeat;

  /// What the agent hears.
  public sealed interface Message
      permits Beat,
          FromSession,
          FromRuntime,
          FromPod,
          Rebuilt,
          Listed,
          Looked,
          Measured,
          Unreadable,
          Due,
          NetworkKeeper.Done,
          NetworkKeeper.Again {}

  /// Time for a heartbeat, if one is due; said by whoever keeps time for several agents.
  public record Beat() implements Message {}

  private record FromSession(ToAgent message) implements Message {}

  private record FromRuntime(ContainerEvent event) implements Message {}

  private record FromPod(News news) implements Message {}

  private record Rebuilt(Machine machine, List<ContainerInfo> containers, Set<Ref> volumes)
      implements Message {}

  private record Listed(List<ContainerInfo> containers) implements Message {}

  private record Looked(Machine machine) implements Message {}

  private record Measured(@Nullable Usage usage) implements Message {}

  private record Unreadable(String why) implements Message {}

  private enum Due implements Message {
    LIST,
    HELLO,
    HEARTBEAT,
    REPORT,
    REPORT_ALL
  }

  /// An agent that begins to look at what its machine has.
  ///
  /// @param threads where it does what blocks
  /// @param ownBeat false when [Beat]s come from outside
  public NodeAgent(
      Stage<Message> stage,
      AgentSettings settings,
      Runtimes runtimes,
      ActorRef<ToSession> sessions,
      ExecutorService threads,
      boolean ownBeat) {
    this.stage = stage;
    this.timers = stage.timers();
    this.incarnation = stage.freshName();
    this.threads = threads;
    this.settings = settings;
    this.runtimes = runtimes;
    this.sessions = sessions;
    this.ownBeat = ownBeat;
    this.self = stage.adapt(ToAgent.class, FromSession::new);
    this.tools =
        new PodTools(
            settings.name(),
            settings.address(),
            runtimes.network().attachments(),
            runtimes.containers(),
            new ImagePulls(runtimes.images(), runtimes.credentials(), threads),
            runtimes.volumes(),
            new Semaphore(settings.parallelStarts(), true),
            threads,
            settings.settle(),
            settings.minReady(),
            runtimes.clock());
    this.pods = new PodTable(stage, tools, stage.adapt(News.class, FromPod::new));
    this.network =
        new NetworkKeeper(
            stage, settings.name(), runtimes.network(), threads, this::networkApplied);
    ActorRef<Message> me = stage.self();
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
        ActorStage.play(stage ->
            new NodeAgent(
                stage,
                settings,
                runtimes,
                sessions,
                Executors.newVirtualThreadPerTaskExecutor(),
                ownBeat));
    return Behaviors.supervise(agent)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(1), Duration.ofSeconds(30), 0.1));
  }

  @Override
  public boolean hear(Message message) {
    switch (message) {
      case FromSession from -> onSession(from.message());
      case FromRuntime(Watching()) -> list();
      case FromRuntime(Happened happened) -> {
        pods.noticed(happened);
        meanwhile.noticed(happened);
      }
      case FromPod from -> news(from.news());
      case Rebuilt rebuilt -> rebuilt(rebuilt);
      case Listed listed -> listed(listed.containers());
      case Measured(Usage usage) -> measured(usage);
      case NetworkKeeper.Done done -> networkDone(done);
      case NetworkKeeper.Again _ -> network.again();
      case Looked(Machine looked) -> looked(looked);
      case Unreadable unreadable -> unreadable(unreadable.why());
      case Beat() -> beat();
      case Due due -> onDue(due);
    }
    return true;
  }

  private void onDue(Due due) {
    switch (due) {
      case LIST -> list();
      case HELLO -> hello();
      case HEARTBEAT -> sendHeartbeat();
      case REPORT -> send(reports.again());
      case REPORT_ALL -> reportAll();
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
      case Network(String session, long hello, NetworkNews news) -> {
        if (hello != hellos || !network.take(session, hello, news)) {
          helloUnheard();
        }
      }
      case OpenLog open ->
          stage.spawn(
              LogSource.create(
                  runtimes.containers(), settings.name(), threads, open.request(), open.reader()));
    }
  }

  /// Finds out what the runtime has: first to rebuild from it, later because events may have been
  /// missed.
  private void list() {
    meanwhile.begins();
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
    stage.work(
        threads,
        work,
        (result, error) ->
            result == null
                ? new Unreadable(error == null ? "no answer" : error.toString())
                : message.apply(result));
  }

  private void unreadable(String why) {
    LOG.warn("node {}: the runtime cannot be read, trying again: {}", settings.name(), why);
    meanwhile.ends();
    timers.startSingleTimer(Due.LIST, settings.resend());
  }

  private void rebuilt(Rebuilt rebuilt) {
    if (machine != null) {
      listed(rebuilt.containers());
      return;
    }
    machine = rebuilt.machine();
    volumesFound = rebuilt.volumes();
    pods.adopt(rebuilt.containers());
    meanwhile.ends().forEach(pods::noticed);
    LOG.info(
        "node {}: {} containers of {} pods found",
        settings.name(),
        rebuilt.containers().size(),
        pods.size());
    hello();
  }

  private void listed(List<ContainerInfo> containers) {
    pods.found(containers);
    meanwhile.ends().forEach(pods::noticed);
  }

  private void hello() {
    if (machine != null) {
      awaitingSnapshot = true;
      saidHelloAt = revision;
      saidHelloNanos = stage.nanoTime();
      sessions.tell(
          new ToSession.Hello(
              settings.name(), incarnation, ++hellos, machine.info(), machine.capacity(), self));
      timers.startSingleTimer(Due.HELLO, settings.resend());
    }
  }

  /// The session answers an earlier hello than the newest: that one may be lost.
  private void helloUnheard() {
    if (!awaitingSnapshot && stage.nanoTime() - saidHelloNanos > UNHEARD.toNanos()) {
      hello();
    }
  }

  private void snapshot(Snapshot snapshot) {
    // An answer that changes have overtaken is as old as any other.
    boolean asked = awaitingSnapshot && snapshot.hello() == hellos && revision == saidHelloAt;
    if (machine == null || (!asked && snapshot.revision() < revision)) {
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
    sweepVolumes();
    reportAll();
    timers.startSingleTimer(Due.REPORT_ALL, OVERTAKEN);
  }

  private void reportAll() {
    pods.observations().forEach(reports::add);
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

  private void networkApplied(NetworkKeeper.Told told) {
    sessions.tell(
        new ToSession.NetworkApplied(
            settings.name(), incarnation, told.session(), told.hello(), told.number(), self));
  }

  /// The control plane is to know when a driver has begun to fail, or does so no longer.
  private void networkDone(NetworkKeeper.Done done) {
    network.done(done);
    Machine known = machine;
    if (known != null && !known.info().drivers().containsAll(runtimes.network().drivers())) {
      pipe(() -> Machine.look(settings, runtimes), Looked::new);
    }
  }

  private void looked(Machine looked) {
    if (!looked.equals(machine)) {
      machine = looked;
      hello();
    }
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
    if (revision != NO_REVISION && stage.nanoTime() - lastBeat > heartbeat.toNanos() / 4 * 3) {
      sendHeartbeat();
    }
  }

  private void sendHeartbeat() {
    lastBeat = stage.nanoTime();
    sessions.tell(
        new ToSession.Heartbeat(settings.name(), incarnation, revision, meter.take(), self));
    measure();
  }

  /// Measures for a later heartbeat. A simulated machine uses nothing.
  private void measure() {
    if (settings.runtime() == RuntimeType.DOCKER && meter.due(lastBeat)) {
      int containers = pods.running();
      stage.work(
          threads, () -> Machine.usage(runtimes, containers), (usage, _) -> new Measured(usage));
    }
  }

  private void measured(@Nullable Usage usage) {
    if (usage == null) {
      LOG.debug("node {}: the machine's usage cannot be measured", settings.name());
    } else {
      meter.measured(usage);
    }
  }

  @Override
  public void end() {
    watch.close();
  }
}

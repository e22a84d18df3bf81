package io.troupe.http.plane;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneUnavailable;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogPull;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentDecider;
import io.troupe.core.namespace.NamespaceDecider;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeDecider;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Usage;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodDecider;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pool.PoolDecider;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceDecider;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// A control plane in memory: the real deciders and all they owe each other, carried out at once.
/// Its nodes run every pod they are given the moment they are given it.
public final class MemoryPlane implements ControlPlane, View {
  /// How often a message is sent again to one who says that it takes time.
  private static final int PATIENCE = 5;

  private final ActorTestKit kit;
  private final Map<Kind, Decider<Command, Event, State>> deciders = new EnumMap<>(Kind.class);
  private final Map<Ref, Entity> entities = new TreeMap<>();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final RandomGenerator random = new Random(7);
  private final Map<Ref, List<LogChunk.Line>> logs = new ConcurrentHashMap<>();
  private final Map<String, Usage> usages = new ConcurrentHashMap<>();
  private final Set<Ref> openLogs = new HashSet<>();
  private final MemoryLog log;
  private volatile Optional<List<LogChunk.Line>> anyLog = Optional.empty();
  private Optional<String> outage = Optional.empty();
  private boolean crashing;

  private static final class Entity {
    private State state;
    private long seq;
    private long revision;
    private final Map<String, List<CompletableFuture<Reply>>> waiting = new HashMap<>();

    Entity(State state) {
      this.state = state;
    }
  }

  public MemoryPlane(ActorTestKit kit) {
    this.kit = kit;
    var vocabulary = Codecs.of(kit.system()).vocabulary();
    log = new MemoryLog(event -> vocabulary.id(event.getClass()));
    add(new NamespaceDecider());
    add(new ServiceDecider());
    add(new DeploymentDecider());
    add(new PodDecider());
    add(new NodeDecider());
    add(new PoolDecider());
  }

  @SuppressWarnings("unchecked")
  private void add(Decider<?, ?, ?> decider) {
    deciders.put(decider.kind(), (Decider<Command, Event, State>) decider);
  }

  /// From now on nothing answers, for this reason; empty brings it back.
  public synchronized void fail(String reason) {
    outage = Optional.of(reason).filter(text -> !text.isEmpty());
  }

  /// Whether every command ends in a defect.
  public synchronized void crash(boolean now) {
    crashing = now;
  }

  /// A node with much room joins.
  public void join(String name) {
    NodeInfo info =
        new NodeInfo(
            "0.1.0",
            name,
            "x86_64",
            "Debian",
            "linux",
            "10.0.0.5",
            "10.1.0.1",
            "10.1.0.0/24",
            List.of(new NodeInfo.Driver("cri", "docker", "28", "ready", "")));
    Capacity capacity =
        new Capacity(100, 100, Memory.mebibytes(1024), Cpu.cpus(2), new Memory(1000));
    send(new Ref(Kind.NODE, name), new NodeCommand.Join(info, capacity), Cause.by("agent:" + name));
  }

  /// What a pod's containers have printed.
  public void logs(Ref pod, List<LogChunk.Line> lines) {
    logs.put(pod, lines);
  }

  /// What pods print of which nothing else was said.
  public void logsOfAll(List<LogChunk.Line> lines) {
    anyLog = Optional.of(lines);
  }

  /// How many logs are being read.
  public synchronized int openLogs() {
    return openLogs.size();
  }

  @Override
  public synchronized CompletionStage<Answer> send(Ref to, Command command, Cause cause) {
    if (crashing) {
      throw new IllegalStateException("a defect with internals");
    }
    if (outage.isPresent()) {
      return CompletableFuture.failedFuture(
          new ControlPlaneUnavailable(outage.get(), new IllegalStateException()));
    }
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    deliver(to, command, cause, reply);
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
    return reply.thenApply(answer -> {
      Entity entity = entity(to);
      return new Answer(answer, entity.state, entity.seq);
    });
  }

  private Entity entity(Ref ref) {
    return entities.computeIfAbsent(ref, r -> new Entity(deciders.get(r.kind()).empty()));
  }

  private void deliver(Ref to, Command command, Cause cause, CompletableFuture<Reply> reply) {
    Entity entity = entity(to);
    var decision =
        deciders
            .get(to.kind())
            .decide(entity.state, command, new Context(to, Instant.now(), cause, random));
    switch (decision) {
      case Decision.Accepted<Event> accepted -> {
        store(to, entity, accepted.events(), cause);
        accepted
            .settlements()
            .forEach(settled -> {
              var waiting = entity.waiting.remove(settled.ticket());
              if (waiting != null) {
                waiting.forEach(one -> one.complete(settled.reply()));
              }
            });
        reply.complete(accepted.reply());
      }
      case Decision.Waiting<Event> waiting -> {
        entity.waiting.computeIfAbsent(waiting.ticket(), _ -> new ArrayList<>()).add(reply);
        store(to, entity, waiting.events(), cause);
      }
      case Decision.Rejected<Event> rejected ->
          reply.complete(new Reply.Refused(rejected.refusal()));
    }
  }

  private void store(Ref self, Entity entity, List<Event> events, Cause cause) {
    var decider = deciders.get(self.kind());
    List<Owed> before = decider.owed(self, entity.state);
    for (Event event : events) {
      Instant at = Instant.now();
      entity.state = decider.apply(entity.state, event, at);
      entity.seq++;
      LogEntry entry = log.append(self, entity.seq, at, cause, event);
      entity.revision = entry.revision();
      work.add(() -> actAsAgent(self, event, entry.id()));
    }
    if (!events.isEmpty()) {
      Cause next = cause.after(new EventId(self, entity.seq));
      for (Owed owed : decider.owed(self, entity.state)) {
        if (!before.contains(owed)) {
          work.add(() -> pay(self, owed, next));
        }
      }
    }
  }

  private void pay(Ref self, Owed owed, Cause cause) {
    pay(self, owed, cause, PATIENCE);
  }

  private void pay(Ref self, Owed owed, Cause cause, int patience) {
    switch (owed) {
      case Owed.Ask ask -> {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        deliver(ask.to(), ask.command(), cause, reply);
        var _ = reply.thenAccept(answer -> replied(self, ask, answer, cause, patience));
      }
      case Owed.AfterDrain after ->
          pay(self, new Owed.Ask(after.to(), after.command()), cause, patience);
      case Owed.Place place -> place(place, cause);
    }
  }

  private void replied(Ref self, Owed.Ask owed, Reply answer, Cause cause, int patience) {
    if (answer instanceof Reply.Pending && patience > 0) {
      work.add(() -> pay(self, owed, cause, patience - 1));
      return;
    }
    deciders
        .get(self.kind())
        .replied(self, entity(self).state, owed, answer)
        .ifPresent(
            command -> work.add(() -> deliver(self, command, cause, new CompletableFuture<>())));
  }

  private void place(Owed.Place place, Cause cause) {
    Optional<Ref> node =
        entities.entrySet().stream()
            .filter(entry -> entry.getValue().state instanceof NodeState.Member)
            .map(Map.Entry::getKey)
            .findFirst();
    Ref pod = place.request().pod();
    if (node.isEmpty()) {
      deliver(
          pod,
          new PodCommand.ReportUnschedulable(
              List.of(new Placement.FilterCount("the cluster has no nodes", 0))),
          cause,
          new CompletableFuture<>());
      return;
    }
    Placement placement =
        new Placement(
            1, 1, List.of(new Placement.Candidate(node.get().link(), 1)), List.of(), List.of());
    deliver(
        node.get(),
        new NodeCommand.Reserve(pod, place.spec(), place.request().demand(), placement),
        cause,
        new CompletableFuture<>());
  }

  private void actAsAgent(Ref self, Event event, EventId id) {
    if (event instanceof PodEvent.PodAssigned assigned) {
      Observation running =
          new Observation(
              Observation.Phase.RUNNING,
              "",
              "10.1.0.7",
              "10.0.0.5",
              List.of(
                  new Observation.ContainerStatus(
                      "main",
                      "c0ffee",
                      "nginx",
                      "sha256:1",
                      true,
                      0,
                      Instant.parse("2026-11-22T16:00:00Z"),
                      null,
                      0,
                      "")));
      deliver(
          self,
          new PodCommand.Observe(assigned.node(), running),
          Cause.by("agent:" + assigned.node()).after(id),
          new CompletableFuture<>());
    }
    if (event instanceof NodeEvent.PodUnassigned unassigned) {
      deliver(
          self,
          new NodeCommand.Release(unassigned.pod()),
          Cause.by("agent:" + self.link()).after(id),
          new CompletableFuture<>());
    }
  }

  @Override
  public synchronized CompletionStage<Standing> read(Ref resource) {
    Entity entity = entity(resource);
    return CompletableFuture.completedFuture(new Standing(resource, entity.state, entity.seq));
  }

  @Override
  public View view() {
    return this;
  }

  @Override
  public EventLog log() {
    return log;
  }

  public MemoryLog memoryLog() {
    return log;
  }

  @Override
  public void openLog(LogRequest request, ActorRef<LogChunk> reader) {
    List<LogChunk.Line> lines = logs.getOrDefault(request.pod(), anyLog.orElse(null));
    if (lines == null) {
      reader.tell(new LogChunk.Failed("pod `%s` has no log".formatted(request.pod().link())));
      return;
    }
    List<LogChunk.Line> wanted =
        lines.stream()
            .filter(line ->
                request.container().isEmpty() || line.container().equals(request.container()))
            .toList();
    int skip = request.tail() == 0 ? 0 : Math.max(0, wanted.size() - request.tail());
    synchronized (this) {
      openLogs.add(request.pod());
    }
    var source = kit.spawn(source(request, wanted.subList(skip, wanted.size()), reader));
    reader.tell(new LogChunk.Opened(source));
  }

  private Behavior<LogPull> source(
      LogRequest request, List<LogChunk.Line> lines, ActorRef<LogChunk> reader) {
    Deque<LogChunk.Line> left = new ArrayDeque<>(lines);
    return Behaviors.setup(context -> {
      context.watch(reader);
      return Behaviors.receive(LogPull.class)
          .onMessage(LogPull.Close.class, _ -> closed(request.pod()))
          .onMessage(
              LogPull.Next.class,
              _ -> {
                if (left.isEmpty() && !request.follow()) {
                  reader.tell(new LogChunk.End());
                  return closed(request.pod());
                }
                if (!left.isEmpty()) {
                  reader.tell(new LogChunk.Lines(List.of(left.poll())));
                }
                return Behaviors.same();
              })
          .onSignal(Terminated.class, _ -> closed(request.pod()))
          .build();
    });
  }

  private synchronized Behavior<LogPull> closed(Ref pod) {
    openLogs.remove(pod);
    return Behaviors.stopped();
  }

  /// What a node's agent tells of its machine.
  public void uses(String node, Usage usage) {
    usages.put(node, usage);
  }

  @Override
  public CompletionStage<Optional<Usage>> usage(String node) {
    return CompletableFuture.completedFuture(Optional.ofNullable(usages.get(node)));
  }

  @Override
  public ActorRef<ToSession> sessions() {
    return kit.system().<ToSession>ignoreRef();
  }

  @Override
  public List<Member> members() {
    return List.of(
        new Member(
            "alpha",
            "127.0.0.1:2968",
            List.of("control", "node"),
            "up",
            "1.2.3",
            Optional.of(Instant.parse("2026-01-02T03:04:05Z"))));
  }

  @Override
  public void drain() {}

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public Health health() {
    return outage
        .map(reason -> new Health(true, reason, false, revision()))
        .orElseGet(() -> new Health(true, "", true, revision()));
  }

  @Override
  public long revision() {
    return log.head();
  }

  @Override
  public synchronized Optional<Item> find(Ref resource) {
    return Optional.ofNullable(entities.get(resource))
        .filter(MemoryPlane::lives)
        .map(entity -> item(resource, entity));
  }

  private static Item item(Ref resource, Entity entity) {
    return new Item(resource, entity.state, entity.seq, entity.revision);
  }

  private static boolean lives(Entity entity) {
    String phase = entity.state.getClass().getSimpleName();
    return !phase.equals("Absent") && !phase.equals("Removed");
  }

  @Override
  public synchronized List<Item> list(Kind kind, String scope) {
    return entities.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind && lives(entry.getValue()))
        .filter(entry -> {
          String link = entry.getKey().link();
          return scope.isEmpty() || link.equals(scope) || link.startsWith(scope + ":");
        })
        .map(entry -> item(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public CompletionStage<Void> reached(EventId event) {
    return CompletableFuture.completedFuture(null);
  }
}

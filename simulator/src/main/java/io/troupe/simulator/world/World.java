package io.troupe.simulator.world;

import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Followed;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.SessionSettings;
import io.troupe.actors.view.LiveView;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.pod.PodCommand;
import io.troupe.node.container.ContainerInfo;
import io.troupe.persistence.history.LogEntry;
import io.troupe.simulator.check.Answers;
import io.troupe.simulator.check.RestChecks;
import io.troupe.simulator.check.StepChecks;
import io.troupe.simulator.check.Violation;
import io.troupe.simulator.engine.Chance;
import io.troupe.simulator.engine.Network;
import io.troupe.simulator.engine.Place;
import io.troupe.simulator.engine.Timeline;
import io.troupe.simulator.scenario.Scenario.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The simulated cluster and all that is checked of it.
public final class World {
  private static final SessionSettings LIVENESS =
      new SessionSettings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(8));

  /// A run takes about five thousand.
  private static final long MOST_STEPS = 400_000;

  private final long seed;
  private final Overlay overlay;
  private final Timeline timeline = new Timeline();
  private final Chronicle chronicle;
  private final Network network;
  private final Journal journal;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Membership membership;
  private final StepChecks checks = new StepChecks();
  private final Liveness liveness = new Liveness(timeline, LIVENESS);
  private final Answers answers = new Answers();
  private final Users users;
  private final Map<Member, Long> shownUpTo = new LinkedHashMap<>();
  private @Nullable Violation broken;
  private Consumer<LogEntry> onStored = _ -> {};

  /// @param written where what happens is told; absent when nobody wants to know
  public World(
      long seed, int members, int hosts, int slots, Pools pools, @Nullable StringBuilder written) {
    this.seed = seed;
    this.overlay = new Overlay(this, pools);
    this.chronicle = new Chronicle(timeline, written);
    this.network = new Network(timeline, Chance.of(seed, "network"), chronicle);
    this.journal = new Journal(timeline, seed);
    network.treat(message -> message instanceof Outcome, World::isOrdered);
    network.asSent("user");
    network.timetable(liveness::planned);
    journal.read(this::stored);
    for (int m = 1; m <= members; m++) {
      String name = "m" + m;
      this.members.put(name, new Member(this, new Place(name, timeline)));
    }
    this.membership = new Membership(this, List.copyOf(this.members.values()));
    for (int n = 1; n <= hosts; n++) {
      String name = "n" + n;
      this.hosts.put(name, new Host(this, name, n, slots));
    }
    this.users = new Users(this);
    this.members.values().forEach(Member::start);
    this.hosts.values().forEach(Host::startAgent);
  }

  /// What one actor says to one other arrives in order, as Akka has it. That counts where messages
  /// carry no number: a session's news of its agent to node and pods, and the node's own news.
  private static boolean isOrdered(Object message) {
    return message instanceof Followed
        || message instanceof PodCommand.Observe
        || message instanceof NodeCommand.Join
        || message instanceof NodeCommand.Suspect
        || message instanceof NodeCommand.MarkOffline
        || message instanceof NodeCommand.MarkOnline;
  }

  Overlay overlay() {
    return overlay;
  }

  long seed() {
    return seed;
  }

  public Timeline timeline() {
    return timeline;
  }

  public Network network() {
    return network;
  }

  public Journal journal() {
    return journal;
  }

  public Membership membership() {
    return membership;
  }

  public Users users() {
    return users;
  }

  Answers answers() {
    return answers;
  }

  /// The control members by name.
  public Map<String, Member> members() {
    return members;
  }

  /// The machines by name.
  public Map<String, Host> hosts() {
    return hosts;
  }

  /// The states that the log gives, and what was checked of them.
  public StepChecks checks() {
    return checks;
  }

  public Chronicle chronicle() {
    return chronicle;
  }

  SessionSettings liveness() {
    return LIVENESS;
  }

  /// Has somebody told each event once it is stored.
  public void onStored(Consumer<LogEntry> listener) {
    onStored = listener;
  }

  /// Does something at once, but not in the middle of the present step.
  public void soon(Runnable what) {
    timeline.in(0, what);
  }

  /// The entity of a resource fails, and is begun again by its supervisor.
  public void crash(Ref entity) {
    members.values().forEach(member -> member.crash(entity));
  }

  /// The whole control plane ends and comes back.
  public void crashAll(long downForMillis) {
    members.values().forEach(member -> membership.crash(member, downForMillis));
  }

  /// All agents end and come back; their containers run on.
  public void crashAgents(long downForMillis) {
    for (Host host : hosts.values()) {
      host.crashAgent();
      timeline.in(downForMillis * 1_000_000, host::startAgent);
    }
  }

  private void stored(LogEntry entry) {
    if (chronicle.listens()) {
      chronicle.note("stored " + entry.id() + " " + entry.recorded());
    }
    guarded(() -> {
      checks.stored(entry);
      overlay.stored(entry);
    });
    onStored.accept(entry);
  }

  /// Remembers the first violation; it ends the run after the present step.
  void guarded(Runnable check) {
    try {
      check.run();
    } catch (Violation violation) {
      if (broken == null) {
        broken = violation;
      }
    }
  }

  /// Does all that happens until a time.
  ///
  /// @throws Violation when an invariant was broken
  public void run(long untilNanos) {
    while (timeline.step(untilNanos)) {
      if (broken != null) {
        throw broken;
      }
      if (timeline.done() > MOST_STEPS) {
        throw new Violation("comes-to-rest", "something turns without end");
      }
    }
  }

  void toEntity(String from, Ref to, EntityMessage message) {
    if (message instanceof EntityMessage.Execute execute
        && execute.command() instanceof NodeCommand.MarkOffline) {
      guarded(() -> liveness.givenUp(to.link()));
    }
    route(from, to, message);
  }

  private void route(String from, Ref to, EntityMessage message) {
    Member home = membership.home(to.toString());
    Runnable arrival = () -> arrive(home, to, message);
    if (message instanceof EntityMessage.Wake && from.equals(home.place().name())) {
      network.hand(
          home.place(), arrival); // nobody repeats it, and within a process nothing is lost
    } else {
      network.carry(
          from,
          home.place(),
          to.toString(),
          message instanceof EntityMessage.Execute execute ? execute.command() : message,
          arrival);
    }
  }

  /// A message is where its receiver lived when it was sent.
  private void arrive(Member home, Ref to, EntityMessage message) {
    if (membership.home(to.toString()) == home) {
      home.hear(to, message);
    } else {
      forward(home, to, message);
    }
  }

  /// What has arrived where its receiver was goes on; what keeps its order does not lose it there,
  /// and no user's command comes to be there twice.
  private void forward(Member old, Ref to, EntityMessage message) {
    boolean asSent =
        message instanceof EntityMessage.Execute execute
            ? execute.withState() || isOrdered(execute.command())
            : isOrdered(message);
    if (asSent) {
      Member home = membership.home(to.toString());
      timeline.in(0, home.place(), () -> arrive(home, to, message));
    } else {
      route(old.place().name(), to, message);
    }
  }

  void toSession(String from, String node, SessionMessage message) {
    Member home = membership.home("session|" + node);
    Runnable arrival =
        () -> {
          if (membership.home("session|" + node) == home) {
            home.hear(node, message);
          } else {
            liveness.passedOn(node, home.place());
            toSession(home.place().name(), node, message);
          }
        };
    if (message instanceof SessionMessage.Watch && from.equals(home.place().name())) {
      network.hand(home.place(), arrival);
    } else {
      network.carry(from, home.place(), "session|" + node, message, arrival);
    }
  }

  /// A view has taken in the next event: each, in order.
  void shown(Member member, LiveView.Change change) {
    long revision = change.entry().revision();
    Long before = shownUpTo.put(member, revision);
    if (before != null && revision <= before) {
      guarded(() -> {
        throw new Violation(
            "view-in-order", member.place() + " shows " + revision + " after " + before);
      });
    }
  }

  void forgetShown(Member member) {
    shownUpTo.remove(member);
  }

  FlakyContainers.Observer containerChecks(Host host) {
    return new ContainerChecks(this, host);
  }

  /// What keeps the world from being at rest, in words.
  public List<String> unmet() {
    Map<String, List<ContainerInfo>> containers = new TreeMap<>();
    hosts.forEach((name, host) -> {
      if (host.agentRuns()) {
        containers.put(name, host.containers());
      }
    });
    List<String> unmet = new ArrayList<>(RestChecks.unmet(checks.states(), containers));
    overlay.unmet(unmet);
    members.forEach((name, member) -> {
      LiveView view = member.view();
      if (view != null) {
        RestChecks.view(name, view, checks.states(), journal.head(), unmet);
      } else {
        unmet.add(name + " is down");
      }
    });
    checks
        .states()
        .forEach((ref, state) -> {
          if (ref.kind() == io.troupe.core.Kind.SERVICE) {
            answers.atRest(ref, state, unmet);
          }
        });
    return unmet;
  }
}

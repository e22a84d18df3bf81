package io.troupe.actors.network;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.entity.Post;
import io.troupe.actors.network.NetworkMessage.Applied;
import io.troupe.actors.network.NetworkMessage.AwaitDrained;
import io.troupe.actors.network.NetworkMessage.Begin;
import io.troupe.actors.network.NetworkMessage.Drain;
import io.troupe.actors.network.NetworkMessage.Drained;
import io.troupe.actors.network.NetworkMessage.End;
import io.troupe.actors.network.NetworkMessage.Flush;
import io.troupe.actors.network.NetworkMessage.NodeTouched;
import io.troupe.actors.network.NetworkMessage.Open;
import io.troupe.actors.network.NetworkMessage.Overdue;
import io.troupe.actors.network.NetworkMessage.PoolTouched;
import io.troupe.actors.network.NetworkMessage.Present;
import io.troupe.actors.network.NetworkMessage.ServiceTouched;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.stage.Role;
import io.troupe.actors.stage.Stage;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Endpoints;
import io.troupe.core.pod.PodState;
import io.troupe.core.pool.PoolState;
import io.troupe.core.pool.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A member's book of the network. What stands in it follows from the member's view; each session
/// of this member is told what has changed since its agent last said what it has, one message at a
/// time. It also knows when no agent begins new connections to a pod any more: its own by what they
/// have said, those of other members by asking the books there.
public final class NetworkBook implements Role<NetworkMessage> {
  private static final long NOTHING = -1;

  private final Stage<NetworkMessage> stage;
  private final TimerScheduler<NetworkMessage> timers;
  private final Post post;
  private final Duration drainTimeout;
  private final Consumer<AwaitDrained> others;

  private final Ledger ledger;
  private final Set<Ref> services = new TreeSet<>();
  private final Set<Ref> nodes = new TreeSet<>();
  private final Map<String, Reader> readers = new TreeMap<>();
  private final Map<Ref, Draining> drains = new TreeMap<>();
  private boolean flushing;
  private @Nullable View view;

  /// A session whose agent is told.
  private static final class Reader {
    final ActorRef<SessionMessage> session;
    long has = NOTHING;
    boolean busy;

    Reader(ActorRef<SessionMessage> session) {
      this.session = session;
    }
  }

  /// A pod that leaves.
  private static final class Draining {
    final Ref pod;
    final List<Drain> commands = new ArrayList<>(1);
    final Set<ActorRef<NetworkMessage>> askedBy = new HashSet<>(1);
    final Set<String> done = new TreeSet<>();
    final Set<String> elsewhere = new TreeSet<>();
    long number = NOTHING;

    Draining(Ref pod) {
      this.pod = pod;
    }
  }

  /// @param others asks the books of the other members
  public NetworkBook(
      Stage<NetworkMessage> stage,
      Post post,
      Duration drainTimeout,
      Consumer<AwaitDrained> others) {
    this.stage = stage;
    this.timers = stage.timers();
    // above all of a book before this one, whose news may still be confirmed
    this.ledger = new Ledger(Math.max(0, stage.nanoTime()));
    this.post = post;
    this.drainTimeout = drainTimeout;
    this.others = others;
  }

  @Override
  public boolean hear(NetworkMessage message) {
    switch (message) {
      case Open(View shown) -> open(shown);
      case ServiceTouched(Ref service) -> touched(services, service);
      case NodeTouched(Ref node) -> touched(nodes, node);
      case PoolTouched() -> flushSoon();
      case Begin begin -> begin(begin.node(), begin.session());
      case Present present -> {
        Reader known = readers.get(present.node());
        if (known == null || !known.session.equals(present.session())) {
          begin(present.node(), present.session());
        }
      }
      case Applied applied -> applied(applied);
      case End end -> end(end);
      case Drain drain -> drain(drain);
      case AwaitDrained(Ref pod, ActorRef<NetworkMessage> reader) -> {
        draining(pod).askedBy.add(reader);
        progress(pod);
      }
      case Drained(Ref pod, Set<String> done) -> {
        Draining known = drains.get(pod);
        if (known != null) {
          known.elsewhere.addAll(done);
          settle(known, false);
        }
      }
      case Flush _ -> {
        flushing = false;
        flush();
      }
      case Overdue(Ref pod) -> {
        Draining known = drains.get(pod);
        if (known != null) {
          settle(known, true);
        }
      }
    }
    return true;
  }

  private void open(View shown) {
    view = shown;
    shown.list(Kind.SERVICE, "").forEach(item -> services.add(item.resource()));
    shown.list(Kind.NODE, "").forEach(item -> nodes.add(item.resource()));
    flush();
    List.copyOf(drains.keySet()).forEach(this::progress);
  }

  private void touched(Set<Ref> dirty, Ref resource) {
    dirty.add(resource);
    flushSoon();
  }

  /// After whatever else has come in meanwhile.
  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      stage.self().tell(Flush.INSTANCE);
    }
  }

  private void flush() {
    View shown = view;
    if (shown == null) {
      return;
    }
    ranges(shown);
    for (Ref node : nodes) {
      ledger.peer(node.link(), EndpointReader.peer(shown, node));
      services.addAll(EndpointReader.servicesOn(shown, node));
      services.addAll(ledger.servicesOn(node.link()));
    }
    nodes.clear();
    for (Ref service : services) {
      ledger.endpoint(service, EndpointReader.endpoint(shown, service));
    }
    Set<Ref> looked = Set.copyOf(services);
    services.clear();
    readers.values().forEach(this::tell);
    for (Ref pod : List.copyOf(drains.keySet())) {
      if (looked.contains(Endpoints.serviceOf(pod))) {
        progress(pod);
      }
    }
  }

  private void ranges(View shown) {
    Optional<PoolState.Open> subnets = pool(shown, Pools.SUBNETS);
    Optional<PoolState.Open> addresses = pool(shown, Pools.SERVICES);
    if (subnets.isPresent() && addresses.isPresent()) {
      ledger.ranges(subnets.get().range(), addresses.get().range());
    }
  }

  private static Optional<PoolState.Open> pool(View shown, Ref pool) {
    return shown
        .find(pool)
        .filter(item -> item.state() instanceof PoolState.Open)
        .map(item -> (PoolState.Open) item.state());
  }

  private void begin(String node, ActorRef<SessionMessage> session) {
    Reader reader = new Reader(session);
    readers.put(node, reader);
    tell(reader);
  }

  private void tell(Reader reader) {
    if (!reader.busy && reader.has < ledger.head()) {
      ledger
          .since(reader.has)
          .ifPresent(news -> {
            reader.busy = true;
            reader.session.tell(new SessionMessage.NetworkChanged(news));
          });
    }
  }

  private void applied(Applied applied) {
    Reader reader = readers.get(applied.node());
    if (reader == null || !reader.session.equals(applied.session())) {
      return;
    }
    reader.busy = false;
    reader.has = applied.number();
    tell(reader);
    ledger.forget(readers.values().stream().mapToLong(one -> one.has).min().orElse(NOTHING));
    for (Draining draining : List.copyOf(drains.values())) {
      settle(draining, false);
    }
  }

  private void end(End end) {
    Reader reader = readers.get(end.node());
    if (reader != null && reader.session.equals(end.session())) {
      readers.remove(end.node());
    }
  }

  private void drain(Drain drain) {
    Draining draining = draining(drain.pod());
    draining.commands.removeIf(known -> known.ticket() == drain.ticket());
    draining.commands.add(drain);
    if (draining.number >= 0) {
      askOthers(draining);
    }
    progress(drain.pod());
  }

  private void askOthers(Draining draining) {
    if (!draining.commands.isEmpty()) {
      others.accept(new AwaitDrained(draining.pod, stage.self()));
    }
  }

  private Draining draining(Ref pod) {
    return drains.computeIfAbsent(
        pod,
        _ -> {
          timers.startSingleTimer(pod, new Overdue(pod), drainTimeout);
          return new Draining(pod);
        });
  }

  /// Notes which state of the book has the pod leaving, as soon as the view shows that it leaves:
  /// an older view knows neither that its service is called nor that it is not.
  private void progress(Ref pod) {
    Draining draining = drains.get(pod);
    View shown = view;
    if (draining == null || shown == null) {
      return;
    }
    if (draining.number < 0 && isLeaving(shown, pod)) {
      Ref service = Endpoints.serviceOf(pod);
      if (draining.askedBy.isEmpty() && !EndpointReader.isReached(shown, service)) {
        settle(draining, true);
        return;
      }
      ledger.endpoint(service, EndpointReader.endpoint(shown, service));
      draining.number = ledger.head();
      readers.values().forEach(this::tell);
      askOthers(draining);
    }
    settle(draining, false);
  }

  /// A pod that the view does not show may be one that it does not know yet.
  private static boolean isLeaving(View shown, Ref pod) {
    return shown.find(pod).filter(item -> item.state() instanceof PodState.Destroying).isPresent();
  }

  /// Ends a drain when all agents have said that they know.
  ///
  /// @param now whether it ends in any case: the time is up, or nobody calls the pod
  private void settle(Draining draining, boolean now) {
    View shown = view;
    if (draining.number >= 0) {
      readers.forEach((node, reader) -> {
        if (reader.has >= draining.number) {
          draining.done.add(node);
        }
      });
    }
    boolean here = draining.number >= 0 && draining.done.containsAll(readers.keySet());
    if (here || now) {
      draining.askedBy.forEach(reader -> reader.tell(new Drained(draining.pod, draining.done)));
      draining.askedBy.clear();
    }
    boolean everywhere = here && shown != null && missing(shown, draining).isEmpty();
    if (everywhere || now) {
      draining.commands.forEach(this::send);
      draining.commands.clear();
    }
    if (draining.commands.isEmpty() && draining.askedBy.isEmpty()) {
      drains.remove(draining.pod);
      timers.cancel(draining.pod);
    }
  }

  private void send(Drain drain) {
    post.ask(drain.to(), drain.command(), drain.cause(), drain.ticket(), drain.answers());
  }

  private static Set<String> missing(View shown, Draining draining) {
    Set<String> missing = new TreeSet<>(EndpointReader.awake(shown));
    missing.removeAll(draining.done);
    missing.removeAll(draining.elsewhere);
    return missing;
  }
}

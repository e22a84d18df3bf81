package io.troupe.simulator.world;

import akka.actor.typed.ActorRef;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.Deciders;
import io.troupe.actors.cluster.Redrive;
import io.troupe.actors.cluster.Share;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.network.NetworkBook;
import io.troupe.actors.network.NetworkFeed;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.actors.scheduling.SchedulerActor;
import io.troupe.actors.scheduling.SchedulerMessage;
import io.troupe.actors.session.Heard;
import io.troupe.actors.session.NodeSession;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.view.LiveView;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pod.PodSpec;
import io.troupe.simulator.engine.Place;
import io.troupe.simulator.engine.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A control member: its share of the entities and sessions, its scheduler and its view.
public final class Member implements Post {
  private static final long RESTART_NANOS = 200_000_000;
  private static final long WORK_NANOS = 1_000_000;
  private static final long JOINED_NANOS = 1_000_000_000;

  private final World world;
  private final Place place;
  private final Map<Ref, Cell<?, ?, ?>> cells = new TreeMap<>();
  private final Map<String, Scene<SessionMessage>> sessions = new TreeMap<>();
  private Heard heard = new Heard();
  private @Nullable Scene<SchedulerMessage> scheduler;
  private @Nullable Scene<NetworkMessage> book;
  private @Nullable LiveView view;
  private @Nullable MemberLog log;

  Member(World world, Place place) {
    this.world = world;
    this.place = place;
  }

  /// Where it runs.
  public Place place() {
    return place;
  }

  /// What it shows; absent while it is down.
  public @Nullable LiveView view() {
    return view;
  }

  /// Its entities in memory.
  public List<Ref> entities() {
    return List.copyOf(cells.keySet());
  }

  void start() {
    place.begin();
    startScheduler();
    startBook();
    MemberLog opened = new MemberLog(world.journal(), world.timeline(), place);
    log = opened;
    world.timeline().in(0, place, () -> open(opened));
  }

  private void startScheduler() {
    scheduler =
        Scene.play(
            world.network(),
            place,
            "scheduler",
            () -> WORK_NANOS,
            stage -> {
              var begun = new SchedulerActor(stage, this);
              refill(begun);
              return begun;
            });
  }

  /// What one that begins anew is told.
  private void refill(SchedulerActor begun) {
    LiveView shown = view;
    if (shown == null) {
      return;
    }
    for (View.Item item : shown.all()) {
      if (item.state() instanceof NodeState state) {
        begun.hear(new SchedulerMessage.NodeChanged(item.resource(), state, List.of()));
      } else if (item.resource().kind() == Kind.POD) {
        wakeIfOwing(item);
      }
    }
  }

  private void startBook() {
    if (!world.overlay().isThere()) {
      return;
    }
    book =
        Scene.play(
            world.network(),
            place,
            "book",
            () -> WORK_NANOS,
            stage -> {
              var begun =
                  new NetworkBook(
                      stage,
                      this,
                      Overlay.DRAIN_TIMEOUT,
                      question -> world.overlay().askOthers(this, question));
              LiveView shown = view;
              if (shown != null) {
                begun.hear(new NetworkMessage.Open(shown));
              }
              return begun;
            });
  }

  private void open(MemberLog opened) {
    LiveView started = LiveView.start(opened, this::changed, this::resume);
    view = started;
    network(new NetworkMessage.Open(started));
    if (world.timeline().now() > 0) {
      world.timeline().in(JOINED_NANOS, place, world.overlay()::provide);
    }
  }

  /// Everything in its memory is gone.
  void crash() {
    place.end();
    cells.values().forEach(Cell::end);
    cells.clear();
    sessions.values().forEach(Scene::end);
    sessions.clear();
    heard = new Heard();
    if (scheduler != null) {
      scheduler.end();
    }
    scheduler = null;
    if (book != null) {
      book.end();
    }
    book = null;
    view = null;
    log = null;
  }

  /// Whether its view shows less than it could.
  boolean isBehind() {
    return log != null && log.isBehind();
  }

  void lag(long nanos) {
    if (log != null) {
      log.lag(nanos);
    }
  }

  /// What the start of a member does with each change its view shows.
  private void changed(LiveView.Change change) {
    Ref resource = change.entry().id().resource();
    world.shown(this, change);
    if (change.entry().recorded().event() instanceof NodeEvent event) {
      tellScheduler(
          new SchedulerMessage.NodeChanged(resource, (NodeState) change.state(), List.of(event)));
    } else if (change.entry().recorded().event() instanceof PodEvent.PodRemoved) {
      tellScheduler(new SchedulerMessage.Forget(resource));
    }
    LiveView shown = view;
    if (shown != null) {
      NetworkFeed.touched(shown, change).ifPresent(this::network);
    }
  }

  /// What the start of a member does with each resource its view finds.
  private void resume(View.Item item) {
    if (item.state() instanceof NodeState state) {
      tellScheduler(new SchedulerMessage.NodeChanged(item.resource(), state, List.of()));
    }
    wake(item, ControlPlaneStart.AGENTS_COME_BACK.negated());
  }

  private void wake(View.Item item, Duration silent) {
    Ref resource = item.resource();
    if (resource.kind() == Kind.NODE) {
      watch(resource, silent);
    }
    wakeIfOwing(item);
  }

  private void wakeIfOwing(View.Item item) {
    if (!Deciders.owed(item.resource(), item.state()).isEmpty()) {
      tell(item.resource(), new EntityMessage.Wake());
    }
  }

  /// Others have gone or come: what lived there, and owes something, is to live on.
  ///
  /// @param gone whether one is gone
  void takeOver(boolean gone) {
    for (Duration time : Redrive.TIMES) {
      world.timeline().in(time.toNanos(), place, () -> drive(Redrive.silent(gone, time)));
    }
  }

  private void drive(Duration silent) {
    LiveView shown = view;
    if (shown != null) {
      List<String> serving = world.membership().serving();
      shown.all().stream()
          .filter(item -> Share.isMine(item.resource(), place.name(), serving))
          .forEach(item -> wake(item, silent));
    }
  }

  private void tellScheduler(SchedulerMessage message) {
    Scene<SchedulerMessage> local = scheduler;
    if (local != null) {
      local.self().tell(message);
    }
  }

  @Override
  public void tell(Ref to, EntityMessage message) {
    world.toEntity(place.name(), to, message);
  }

  @Override
  public void place(PlacementRequest request, PodSpec spec, Cause cause) {
    tellScheduler(new SchedulerMessage.Place(request, spec, cause));
  }

  @Override
  public void network(NetworkMessage message) {
    Scene<NetworkMessage> local = book;
    if (local != null) {
      local.self().tell(message);
    }
  }

  @Override
  public void drain(
      Ref pod, Ref to, Command command, Cause cause, long ticket, ActorRef<Outcome> replyTo) {
    if (world.overlay().isThere()) {
      network(new NetworkMessage.Drain(pod, to, command, cause, ticket, replyTo));
    } else {
      ask(to, command, cause, ticket, replyTo);
    }
  }

  @Override
  public void watch(Ref node, Duration silent) {
    world.toSession(place.name(), node.link(), new SessionMessage.Watch(silent.toMillis()));
  }

  /// A message for one of its entities has arrived.
  void hear(Ref to, EntityMessage message) {
    cell(to).hear(message);
  }

  private Cell<?, ?, ?> cell(Ref self) {
    Cell<?, ?, ?> known = cells.get(self);
    if (known == null) {
      known =
          new Cell<>(
              Deciders.of(self.kind()),
              self,
              place,
              world.network(),
              world.timeline(),
              world.journal(),
              this,
              world.seed(),
              () -> cells.remove(self));
      cells.put(self, known);
    }
    return known;
  }

  /// A message for one of its sessions has arrived.
  void hear(String node, SessionMessage message) {
    sessions
        .computeIfAbsent(
            node,
            name ->
                Scene.play(
                    world.network(),
                    place,
                    "session|" + name,
                    () -> WORK_NANOS,
                    stage -> new NodeSession(stage, name, this, world.liveness(), heard)))
        .self()
        .tell(message);
  }

  /// An entity fails, and is begun again by its supervisor.
  void crash(Ref entity) {
    Cell<?, ?, ?> cell = cells.remove(entity);
    if (cell != null) {
      cell.end();
      world.timeline().in(RESTART_NANOS, place, () -> begin(entity));
    }
  }

  private void begin(Ref entity) {
    if (world.membership().home(entity.toString()) == this) {
      cell(entity);
    }
  }

  /// The scheduler fails, and is begun again by its supervisor.
  void crashScheduler() {
    if (scheduler != null) {
      scheduler.end();
      startScheduler();
    }
  }

  /// The book of the network fails, and is begun again by its supervisor.
  void crashBook() {
    if (book != null) {
      book.end();
      startBook();
    }
  }

  /// The session of a node fails.
  void crashSession(String node) {
    Scene<SessionMessage> session = sessions.remove(node);
    if (session != null) {
      session.end();
    }
  }

  /// Ends what lives elsewhere from now on, as shards do that are moved.
  void handOver(Predicate<Ref> stays, Predicate<String> sessionStays) {
    for (Ref entity : List.copyOf(cells.keySet())) {
      if (!stays.test(entity)) {
        Cell<?, ?, ?> cell = cells.remove(entity);
        if (cell != null) {
          cell.leave();
        }
      }
    }
    for (String node : List.copyOf(sessions.keySet())) {
      Scene<SessionMessage> session = sessions.get(node);
      if (session != null && !sessionStays.test(node)) {
        session.conclude(SessionMessage.Stop.INSTANCE);
        sessions.remove(node);
      }
    }
  }
}

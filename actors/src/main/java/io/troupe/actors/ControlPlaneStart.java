package io.troupe.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import io.troupe.actors.cluster.ClusterSettings;
import io.troupe.actors.cluster.Gateway;
import io.troupe.actors.cluster.Joiner;
import io.troupe.actors.cluster.Membership;
import io.troupe.actors.cluster.Redrive;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.network.NetworkFeed;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.actors.network.NetworkSettings;
import io.troupe.actors.scheduling.SchedulerActor;
import io.troupe.actors.scheduling.SchedulerMessage;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.view.LiveView;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.Pools;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings up a control member in an actor system whose cluster node is up or on its way.
public final class ControlPlaneStart {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneStart.class);
  private static final List<String> BUILT_IN = List.of("default", "system");

  /// What agents may take, after a start of the whole control plane, to find it.
  public static final Duration AGENTS_COME_BACK = Duration.ofSeconds(5);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private final ActorSystem<?> system;
  private final EventStore store;
  private final Regions regions;
  private final ActorRef<SchedulerMessage> scheduler;
  private final Membership membership;
  private final NetworkSettings networkSettings;
  private volatile @Nullable LiveView opened;
  private final ActorRef<ToSession> gateway;
  private final boolean shared;
  private final AtomicBoolean open = new AtomicBoolean();

  private ControlPlaneStart(ActorSystem<?> system, ClusterSettings settings, EventStore store) {
    this.system = system;
    this.store = store;
    this.shared = Storage.chosen(system.settings().config()) != Storage.SQLITE;
    this.membership = new Membership(system, settings);
    this.regions = new Regions(system, membership, store);
    this.scheduler =
        system.systemActorOf(
            SchedulerActor.create(regions, this::refillScheduler), "scheduler", Props.empty());
    regions.scheduler(scheduler);
    this.networkSettings = NetworkSettings.from(system.settings().config());
    regions.network(
        NetworkFeed.start(
            system, membership, regions, networkSettings, () -> Optional.ofNullable(opened)));
    this.gateway =
        Gateway.start(
            system,
            settings,
            membership,
            message -> regions.session(message.node(), message),
            open::get);
  }

  /// Starts the shards, the scheduler and the view of this member, as [#start(ActorSystem,
  /// Consumer)] does, and tells nobody what it waits for.
  public static CompletionStage<ControlPlane> start(ActorSystem<?> system) {
    return start(system, _ -> {});
  }

  /// Starts the shards, the scheduler and the view of this member. Without seeds in the
  /// configuration the member joins itself and is a cluster of one. Completes when the view shows
  /// the whole log, everything that was owed before is under way again, and commands are taken.
  ///
  /// @param listener told why joining takes so long, when it does
  public static CompletionStage<ControlPlane> start(
      ActorSystem<?> system, Consumer<Joiner.Progress> listener) {
    ClusterSettings settings = ClusterSettings.from(system.settings().config());
    return start(system, settings, Storage.of(system), listener);
  }

  /// The same with a cluster and a store that the configuration does not name.
  static CompletionStage<ControlPlane> start(
      ActorSystem<?> system,
      ClusterSettings settings,
      EventStore store,
      Consumer<Joiner.Progress> listener) {
    ControlPlaneStart start = new ControlPlaneStart(system, settings, store);
    CompletionStage<Void> up =
        start.join(settings, listener).thenCompose(_ -> start.membership.shownUp(system));
    CompletableFuture<LiveView> view = new CompletableFuture<>();
    Thread.ofVirtual().name("view-start").start(() -> start.openView(view));
    return up.thenCombine(view, (_, opened) -> start.open(opened))
        .thenCompose(start::createBuiltIn)
        .thenApply(control -> {
          start.open.set(true);
          return control;
        });
  }

  private CompletionStage<Void> join(ClusterSettings settings, Consumer<Joiner.Progress> listener) {
    if (!settings.seeds().isEmpty() || !settings.discover().isEmpty()) {
      return Joiner.join(system, settings, listener);
    }
    CompletableFuture<Void> up = new CompletableFuture<>();
    Cluster cluster = Cluster.get(system);
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                system.systemActorOf(whenUp(up), "member-up", Props.empty()), SelfUp.class));
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    return up;
  }

  private static Behavior<SelfUp> whenUp(CompletableFuture<Void> up) {
    return Behaviors.receive(SelfUp.class)
        .onAnyMessage(_ -> {
          up.complete(null);
          return Behaviors.stopped();
        })
        .build();
  }

  @SuppressWarnings("CatchingUnchecked") // whatever goes wrong goes to whoever waits for the start
  private void openView(CompletableFuture<LiveView> view) {
    try {
      view.complete(LiveView.start(store.log(), this::feed, this::resume));
    } catch (Exception e) {
      view.completeExceptionally(e);
    }
  }

  private void feed(LiveView.Change change) {
    feedScheduler(change);
    feedNetwork(change);
  }

  private void feedNetwork(LiveView.Change change) {
    LiveView shown = opened;
    if (shown != null) {
      NetworkFeed.touched(shown, change).ifPresent(regions::network);
    }
  }

  private void feedScheduler(LiveView.Change change) {
    Ref resource = change.entry().id().resource();
    if (change.entry().recorded().event() instanceof NodeEvent event) {
      scheduler.tell(
          new SchedulerMessage.NodeChanged(resource, (NodeState) change.state(), List.of(event)));
    } else if (change.entry().recorded().event() instanceof PodEvent.PodRemoved) {
      scheduler.tell(new SchedulerMessage.Forget(resource));
    }
  }

  private void refillScheduler(Consumer<SchedulerMessage.NodeChanged> begun) {
    LiveView shown = opened;
    if (shown == null) {
      return;
    }
    for (View.Item item : shown.all()) {
      Ref resource = item.resource();
      if (item.state() instanceof NodeState state) {
        begun.accept(new SchedulerMessage.NodeChanged(resource, state, List.of()));
      } else if (resource.kind() == Kind.POD) {
        wakeIfOwing(item);
      }
    }
  }

  /// Wakes what owed something when the process ended, and watches over every node again.
  private void resume(View.Item item) {
    Ref resource = item.resource();
    if (item.state() instanceof NodeState state) {
      scheduler.tell(new SchedulerMessage.NodeChanged(resource, state, List.of()));
    }
    wake(item, AGENTS_COME_BACK.negated());
  }

  private void wake(View.Item item, Duration silent) {
    Ref resource = item.resource();
    if (item.state() instanceof NodeState) {
      regions.watch(resource, silent);
    }
    wakeIfOwing(item);
  }

  private void wakeIfOwing(View.Item item) {
    if (!Deciders.owed(item.resource(), item.state()).isEmpty()) {
      regions.tell(item.resource(), new EntityMessage.Wake());
    }
  }

  private ControlPlane open(LiveView view) {
    opened = view;
    regions.network(new NetworkMessage.Open(view));
    Redrive.start(
        system,
        membership,
        (mine, silent) ->
            view.all().stream()
                .filter(item -> mine.test(item.resource()))
                .forEach(item -> wake(item, silent)));
    return new ShardedControlPlane(system, regions, gateway, view, store, membership);
  }

  private CompletionStage<ControlPlane> createBuiltIn(ControlPlane control) {
    NamespacePatch nothing = new NamespacePatch(null, null, null, null, null);
    CompletableFuture<?>[] created =
        BUILT_IN.stream()
            .map(name -> new Ref(Kind.NAMESPACE, name))
            .filter(namespace -> control.view().find(namespace).isEmpty())
            .map(namespace ->
                insist(control, namespace, new NamespaceCommand.Create(nothing))
                    .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(created)
        .thenCompose(_ ->
            provide(
                control,
                Pools.SUBNETS,
                new PoolCommand.Provide(networkSettings.pods(), networkSettings.nodePrefix())))
        .thenCompose(_ ->
            provide(
                control, Pools.SERVICES, new PoolCommand.Provide(networkSettings.services(), 32)))
        .thenApply(_ -> control);
  }

  /// Sends a command until it is answered. Others may come and go, and the storage they share may
  /// be busy, while this member starts; what is wrong with a storage of its own, somebody has to
  /// see to.
  private CompletionStage<ControlPlane.Answer> insist(
      ControlPlane control, Ref to, Command command) {
    return control
        .send(to, command, Cause.by(Cause.SYSTEM))
        .exceptionallyCompose(failed -> {
          Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
          if (!shared
              || !(cause instanceof ControlPlaneUnavailable unavailable)
              || system.getWhenTerminated().toCompletableFuture().isDone()) {
            return CompletableFuture.failedStage(failed);
          }
          LOG.info("sending {} to {} again: {}", command, to, unavailable.getMessage());
          return CompletableFuture.runAsync(() -> {}, LATER)
              .thenCompose(_ -> insist(control, to, command));
        });
  }

  /// A pool that cannot have the range of the configuration keeps the one it has.
  private CompletionStage<Void> provide(ControlPlane control, Ref pool, PoolCommand.Provide range) {
    return insist(control, pool, range)
        .thenAccept(answer -> {
          if (answer.reply() instanceof Reply.Refused(Refusal refusal)) {
            LOG.error("troupe.network.{}: {}", pool.link(), refusal.message());
          }
        });
  }
}

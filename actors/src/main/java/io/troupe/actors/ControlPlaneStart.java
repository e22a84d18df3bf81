package io.troupe.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.scheduling.SchedulerActor;
import io.troupe.actors.scheduling.SchedulerMessage;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.view.LiveView;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.pod.PodEvent;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.sqlite.SqliteStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Brings up a control member in an actor system whose cluster node is up or on its way.
public final class ControlPlaneStart {
  private static final List<String> BUILT_IN = List.of("default", "system");

  private final ActorSystem<?> system;
  private final Regions regions;
  private final ActorRef<SchedulerMessage> scheduler;

  private ControlPlaneStart(ActorSystem<?> system) {
    this.system = system;
    this.regions = new Regions(system);
    this.scheduler =
        system.systemActorOf(SchedulerActor.create(regions), "scheduler", Props.empty());
    regions.scheduler(scheduler);
  }

  /// Starts the shards, the scheduler and the view of this member. Without seed nodes in the
  /// configuration the member joins itself and is a cluster of one. Completes when the view shows
  /// the whole log, everything that was owed before is under way again, and commands are taken.
  public static CompletionStage<ControlPlane> start(ActorSystem<?> system) {
    CompletableFuture<Void> up = new CompletableFuture<>();
    Cluster cluster = Cluster.get(system);
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                system.systemActorOf(whenUp(up), "member-up", Props.empty()), SelfUp.class));
    if (cluster.selfMember().status().equals(MemberStatus.removed())
        && system.settings().config().getStringList("akka.cluster.seed-nodes").isEmpty()) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
    ControlPlaneStart start = new ControlPlaneStart(system);
    CompletableFuture<LiveView> view = new CompletableFuture<>();
    Thread.ofVirtual().name("view-start").start(() -> start.openView(view));
    return up.thenCombine(view, (_, opened) -> start.open(opened))
        .thenCompose(start::createBuiltIn);
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
      EventLog log = SqliteStore.of(system).log();
      view.complete(LiveView.start(log, this::feedScheduler, this::resume));
    } catch (Exception e) {
      view.completeExceptionally(e);
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

  /// Wakes what owed something when the process ended, and watches over every node again.
  private void resume(View.Item item) {
    Ref resource = item.resource();
    if (item.state() instanceof NodeState state) {
      scheduler.tell(new SchedulerMessage.NodeChanged(resource, state, List.of()));
      regions.session(resource.link(), new SessionMessage.Watch());
    }
    if (!Deciders.owed(resource, item.state()).isEmpty()) {
      regions.tell(resource, new EntityMessage.Wake());
    }
  }

  private ControlPlane open(LiveView view) {
    return new ShardedControlPlane(
        system,
        regions,
        system.systemActorOf(gateway(), "sessions", Props.empty()),
        view,
        SqliteStore.of(system));
  }

  private Behavior<ToSession> gateway() {
    return Behaviors.receive(ToSession.class)
        .onAnyMessage(message -> {
          regions.session(message.node(), message);
          return Behaviors.same();
        })
        .build();
  }

  private CompletionStage<ControlPlane> createBuiltIn(ControlPlane control) {
    NamespacePatch nothing = new NamespacePatch(null, null, null, null, null);
    CompletableFuture<?>[] created =
        BUILT_IN.stream()
            .map(name -> new Ref(Kind.NAMESPACE, name))
            .filter(namespace -> control.view().find(namespace).isEmpty())
            .map(namespace ->
                control
                    .send(namespace, new NamespaceCommand.Create(nothing), Cause.by(Cause.SYSTEM))
                    .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(created).thenApply(_ -> control);
  }
}

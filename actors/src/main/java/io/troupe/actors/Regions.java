package io.troupe.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Post;
import io.troupe.actors.entity.ResourceEntity;
import io.troupe.actors.scheduling.SchedulerMessage;
import io.troupe.actors.session.NodeSession;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.SessionSettings;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Decider;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sharding regions of this member, one per kind of resource and one for node sessions, and the
/// way to them. The scheduler is this member's own.
final class Regions implements Post {
  private static final EntityTypeKey<SessionMessage> SESSION =
      EntityTypeKey.create(SessionMessage.class, "session");

  private final Map<Kind, ActorRef<ShardingEnvelope<EntityMessage>>> entities =
      new EnumMap<>(Kind.class);
  private final ActorRef<ShardingEnvelope<SessionMessage>> sessions;
  private volatile @Nullable ActorRef<SchedulerMessage> scheduler;

  Regions(ActorSystem<?> system) {
    ClusterSharding sharding = ClusterSharding.get(system);
    for (Kind kind : Kind.values()) {
      entities.put(kind, start(sharding, Deciders.of(kind)));
    }
    SessionSettings settings = SessionSettings.from(system.settings().config());
    sessions =
        sharding.init(
            Entity.of(SESSION, context -> NodeSession.create(context.getEntityId(), this, settings))
                .withStopMessage(SessionMessage.Stop.INSTANCE)
                .withRole("control"));
  }

  private ActorRef<ShardingEnvelope<EntityMessage>> start(
      ClusterSharding sharding, Decider<?, ?, ?> decider) {
    EntityTypeKey<EntityMessage> key =
        EntityTypeKey.create(EntityMessage.class, decider.kind().label());
    return sharding.init(
        Entity.of(
                key,
                context ->
                    ResourceEntity.create(
                        decider,
                        new Ref(decider.kind(), context.getEntityId()),
                        this,
                        context.getShard()))
            .withStopMessage(EntityMessage.Stop.INSTANCE)
            .withRole("control"));
  }

  void scheduler(ActorRef<SchedulerMessage> local) {
    scheduler = local;
  }

  @Override
  public void tell(Ref to, EntityMessage message) {
    of(to.kind()).tell(new ShardingEnvelope<>(to.link(), message));
  }

  /// The region of a kind, which takes messages for every resource of it.
  ActorRef<ShardingEnvelope<EntityMessage>> of(Kind kind) {
    ActorRef<ShardingEnvelope<EntityMessage>> region = entities.get(kind);
    if (region == null) {
      throw new IllegalStateException("no region of " + kind);
    }
    return region;
  }

  @Override
  public void place(PlacementRequest request, PodSpec spec, Cause cause) {
    ActorRef<SchedulerMessage> local = scheduler;
    if (local != null) {
      local.tell(new SchedulerMessage.Place(request, spec, cause));
    }
  }

  /// The region of node sessions.
  ActorRef<ShardingEnvelope<SessionMessage>> sessions() {
    return sessions;
  }

  void session(String node, SessionMessage message) {
    sessions.tell(new ShardingEnvelope<>(node, message));
  }
}

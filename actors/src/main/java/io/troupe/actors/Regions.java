package io.troupe.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.troupe.actors.cluster.Membership;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.entity.ResourceEntity;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.actors.scheduling.SchedulerMessage;
import io.troupe.actors.session.Heard;
import io.troupe.actors.session.NodeSession;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.SessionSettings;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.decider.Decider;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;
import io.troupe.persistence.history.EventStore;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sharding regions of this member, one per kind of resource and one for node sessions, and the
/// way to them. The scheduler is this member's own.
final class Regions implements Post {
  private static final EntityTypeKey<SessionMessage> SESSION =
      EntityTypeKey.create(SessionMessage.class, "session");

  private final Map<Kind, ActorRef<ShardingEnvelope<EntityMessage>>> entities =
      new EnumMap<>(Kind.class);
  private final ActorRef<ShardingEnvelope<SessionMessage>> sessions;
  private final Membership membership;
  private final EventStore store;
  private volatile @Nullable ActorRef<SchedulerMessage> scheduler;
  private volatile @Nullable ActorRef<NetworkMessage> network;

  Regions(ActorSystem<?> system, Membership membership, EventStore store) {
    this.membership = membership;
    this.store = store;
    ClusterSharding sharding = ClusterSharding.get(system);
    for (Kind kind : Kind.values()) {
      entities.put(kind, start(sharding, Deciders.of(kind)));
    }
    Heard heard = new Heard();
    SessionSettings settings = SessionSettings.from(system.settings().config());
    sessions =
        sharding.init(
            Entity.of(
                    SESSION,
                    context -> NodeSession.create(context.getEntityId(), this, settings, heard))
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

  void network(ActorRef<NetworkMessage> local) {
    network = local;
  }

  @Override
  public void network(NetworkMessage message) {
    ActorRef<NetworkMessage> local = network;
    if (local != null) {
      local.tell(message);
    }
  }

  @Override
  public void drain(
      Ref pod, Ref to, Command command, Cause cause, long ticket, ActorRef<Outcome> replyTo) {
    network(new NetworkMessage.Drain(pod, to, command, cause, ticket, replyTo));
  }

  /// A member that is cut off lets nothing through: its shards may live elsewhere already.
  @Override
  public void tell(Ref to, EntityMessage message) {
    if (membership.isCutOff()) {
      return;
    }
    of(to.kind()).tell(new ShardingEnvelope<>(to.link(), message));
  }

  @Override
  public boolean isCutOff() {
    return membership.isCutOff();
  }

  @Override
  public void watch(Ref node, Duration silent) {
    session(node.link(), new SessionMessage.Watch(silent.toMillis()));
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
  public Set<String> tags(Ref resource) {
    return store.tags(resource);
  }

  @Override
  public void stored(Ref resource, long first, List<? extends Recorded<?>> events) {
    store.stored(resource, first, events);
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
    if (membership.isCutOff()) {
      return;
    }
    sessions.tell(new ShardingEnvelope<>(node, message));
  }
}

package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.troupe.actors.entity.EntityMessage.Answered;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.EntityMessage.Flush;
import io.troupe.actors.entity.EntityMessage.Follow;
import io.troupe.actors.entity.EntityMessage.Idle;
import io.troupe.actors.entity.EntityMessage.Read;
import io.troupe.actors.entity.EntityMessage.Remind;
import io.troupe.actors.entity.EntityMessage.Stop;
import io.troupe.actors.entity.EntityMessage.Unfollow;
import io.troupe.actors.entity.EntityMessage.Wake;
import io.troupe.actors.stage.ActorStage;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Decider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;

/// Any resource as an actor: a [Resource] with its journal.
///
/// Commands that arrive while events are being stored are decided together afterwards and stored in
/// one write, so a resource that many others talk to is as fast as the journal. Each answer is
/// given after its events are stored.
public final class ResourceEntity<C extends Command, E extends Event, S extends State>
    extends EventSourcedBehavior<EntityMessage, Recorded<E>, S> {
  private static final int EVENTS_PER_SNAPSHOT = 100;
  private static final BackoffSupervisorStrategy RESTART =
      SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2);

  private final ActorContext<EntityMessage> context;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Resource<C, E, S> resource;

  /// The behaviour of one resource.
  ///
  /// @param shard told when the resource has been idle and owes nothing, upon which it may stop it
  public static <C extends Command, E extends Event, S extends State>
      Behavior<EntityMessage> create(
          Decider<C, E, S> decider,
          Ref self,
          Post post,
          ActorRef<ClusterSharding.ShardCommand> shard) {
    Behavior<EntityMessage> behavior =
        Behaviors.setup(context ->
            Behaviors.withTimers(timers -> {
              Inbox inbox = new Inbox();
              Resource<C, E, S> resource =
                  new Resource<>(
                      ActorStage.of(context, timers),
                      decider,
                      self,
                      post,
                      inbox,
                      InstantSource.system(),
                      new SplittableRandom());
              return Behaviors.intercept(
                  () -> new Doorkeeper(inbox),
                  new ResourceEntity<>(context, shard, self, resource));
            }));
    // a defect ends what is being done, not what is owed: that goes on after the recovery
    return Behaviors.supervise(behavior).onFailure(RESTART);
  }

  private ResourceEntity(
      ActorContext<EntityMessage> context,
      ActorRef<ClusterSharding.ShardCommand> shard,
      Ref self,
      Resource<C, E, S> resource) {
    super(PersistenceId.ofUniqueId(self.toString()), RESTART);
    this.context = context;
    this.shard = shard;
    this.resource = resource;
  }

  @Override
  public S emptyState() {
    return resource.empty();
  }

  @Override
  public CommandHandler<EntityMessage, Recorded<E>, S> commandHandler() {
    return this::onMessage;
  }

  @Override
  public EventHandler<S, Recorded<E>> eventHandler() {
    return resource::apply;
  }

  @Override
  public Set<String> tagsFor(Recorded<E> recorded) {
    return resource.tags();
  }

  @Override
  public SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), state -> resource.recovered(state, seq()))
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 1);
  }

  private Effect<Recorded<E>, S> onMessage(S state, EntityMessage message) {
    return switch (message) {
      case Flush _ -> flush(state);
      case Remind _ -> {
        resource.remind();
        yield Effect().none();
      }
      case Idle _ -> {
        if (resource.mayRest()) {
          shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        yield Effect().none();
      }
      case Stop _ -> {
        resource.leave();
        yield Effect().stop();
      }
      case Execute _, Answered _, Read _, Follow _, Unfollow _, Wake _ ->
          throw new IllegalStateException("not through the inbox: " + message);
    };
  }

  /// Decides on what has come in, and stores all events at once.
  private Effect<Recorded<E>, S> flush(S state) {
    Batch<C, E, S> batch = resource.decide(state, seq());
    return batch.events().isEmpty()
        ? Effect().none().thenRun(unchanged -> resource.stored(batch, unchanged, seq()))
        : Effect()
            .persist(batch.events())
            .thenRun(changed -> resource.stored(batch, changed, seq()));
  }

  private long seq() {
    return lastSequenceNumber(context);
  }
}

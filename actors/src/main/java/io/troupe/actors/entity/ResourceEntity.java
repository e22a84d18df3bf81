package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
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
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Any resource as an actor.
///
/// Commands that arrive while events are being stored are decided together afterwards and stored in
/// one write, so a resource that many others talk to is as fast as the journal. Each answer is
/// given after its events are stored. What the state owes is sent after every change, again with
/// back-off, and after a restart.
public final class ResourceEntity<C extends Command, E extends Event, S extends State>
    extends EventSourcedBehavior<EntityMessage, Recorded<E>, S> {
  private static final int BATCH = 256;
  private static final int EVENTS_PER_SNAPSHOT = 100;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final ActorContext<EntityMessage> context;
  private final TimerScheduler<EntityMessage> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Decider<C, E, S> decider;
  private final Ref self;
  private final Post post;
  private final Clock clock = Clock.systemUTC();
  private final RandomGenerator random = new SplittableRandom();
  private final ActorRef<Outcome> answers;

  private final Inbox inbox;
  private final List<Execute> deciding = new ArrayList<>();
  private final List<Batch.Waiter> waiters = new ArrayList<>();
  private final Set<ActorRef<Followed>> followers = new LinkedHashSet<>();
  private final Debts debts = new Debts();
  private Cause lastCause = Cause.by(Cause.SYSTEM);
  private boolean busy = true;
  private long remindNanos;

  /// The behaviour of one resource.
  ///
  /// @param shard told when the resource has been idle and owes nothing, upon which it may stop it
  public static <C extends Command, E extends Event, S extends State>
      Behavior<EntityMessage> create(
          Decider<C, E, S> decider,
          Ref self,
          Post post,
          ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          Inbox inbox = new Inbox();
          return Behaviors.intercept(
              () -> inbox,
              new ResourceEntity<>(context, timers, inbox, shard, decider, self, post));
        }));
  }

  private ResourceEntity(
      ActorContext<EntityMessage> context,
      TimerScheduler<EntityMessage> timers,
      Inbox inbox,
      ActorRef<ClusterSharding.ShardCommand> shard,
      Decider<C, E, S> decider,
      Ref self,
      Post post) {
    super(
        PersistenceId.ofUniqueId(self.toString()),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
    this.context = context;
    this.timers = timers;
    this.inbox = inbox;
    this.shard = shard;
    this.decider = decider;
    this.self = self;
    this.post = post;
    this.answers = context.messageAdapter(Outcome.class, Answered::new);
  }

  @Override
  public S emptyState() {
    return decider.empty();
  }

  @Override
  public CommandHandler<EntityMessage, Recorded<E>, S> commandHandler() {
    return this::onMessage;
  }

  @Override
  public EventHandler<S, Recorded<E>> eventHandler() {
    return (state, recorded) -> {
      lastCause = recorded.cause();
      return decider.apply(state, recorded.event(), recorded.at());
    };
  }

  @Override
  public SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 1);
  }

  private void onRecovered(S state) {
    if (!deciding.isEmpty()) {
      failAll();
    }
    debts.clear();
    lookAgain();
    timers.startSingleTimer(Idle.INSTANCE, Idle.INSTANCE, IDLE);
    long seq = seq();
    Cause cause = seq == 0 ? lastCause : lastCause.after(new EventId(self, seq));
    pay(List.of(new Batch.Owing(decider.owed(self, state), cause)));
  }

  /// After a write that failed, the actor comes back here: those whose commands were in it, or came
  /// since, are told.
  private void failAll() {
    Set<Execute> lost = new LinkedHashSet<>(deciding);
    lost.addAll(inbox.withdraw());
    waiters.forEach(waiter -> lost.add(waiter.from()));
    deciding.clear();
    waiters.clear();
    for (Execute execute : lost) {
      execute
          .replyTo()
          .tell(new Outcome.Failed(execute.ticket(), "the journal does not take writes"));
    }
  }

  private Effect<Recorded<E>, S> onMessage(S state, EntityMessage message) {
    return switch (message) {
      case Flush _ -> flush(state);
      case Remind _ -> {
        debts.due(System.nanoTime()).forEach(this::send);
        debts.nextDue(System.nanoTime()).ifPresent(this::remindIn);
        yield Effect().none();
      }
      case Idle _ -> {
        restIfIdle();
        yield Effect().none();
      }
      case Stop _ -> Effect().stop();
      case Execute _, Answered _, Read _, Follow _, Unfollow _, Wake _ ->
          throw new IllegalStateException("not through the inbox: " + message);
    };
  }

  /// Asks to be stopped, unless something has come in since the last look or somebody still needs
  /// this actor. A look every now and then costs less than a time-out that each message sets anew.
  private void restIfIdle() {
    if (!busy && debts.isEmpty() && waiters.isEmpty() && followers.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
    busy = false;
    timers.startSingleTimer(Idle.INSTANCE, Idle.INSTANCE, IDLE);
  }

  /// Takes what has come in, decides on the commands among it, and stores all their events at once.
  private Effect<Recorded<E>, S> flush(S state) {
    inbox.opened();
    Batch<C, E, S> batch =
        new Batch<>(decider, self, state, seq(), clock.instant(), random, waiters);
    for (int taken = 0; taken < BATCH; taken++) {
      EntityMessage message = inbox.poll();
      if (message == null) {
        break;
      }
      take(state, message, batch);
    }
    deciding.addAll(batch.relieved());
    lookAgain();
    if (batch.events().isEmpty()) {
      return Effect().none().thenRun(unchanged -> answer(batch, unchanged));
    }
    return Effect()
        .persist(batch.events())
        .thenRun(changed -> {
          answer(batch, changed);
          pay(batch.owing());
          tellFollowers(batch.events(), changed);
        });
  }

  private void lookAgain() {
    if (inbox.hasMore()) {
      context.getSelf().tell(Flush.INSTANCE);
    }
  }

  /// @param state what is stored, without what the batch will add
  private void take(S state, EntityMessage message, Batch<C, E, S> batch) {
    switch (message) {
      case Execute execute -> decide(execute, batch);
      case Answered(Outcome outcome) -> answered(state, outcome, batch);
      case Read(ActorRef<Outcome> replyTo) ->
          replyTo.tell(new Outcome.Decided(0, Reply.OK, seq(), state));
      case Follow(ActorRef<Followed> follower) -> {
        if (followers.add(follower)) {
          context.watchWith(follower, new Unfollow(follower));
        }
        follower.tell(new Followed(context.getSelf(), self, seq(), seq(), List.of(), state));
      }
      case Unfollow(ActorRef<Followed> follower) -> followers.remove(follower);
      case Wake _, Flush _, Remind _, Idle _, Stop _ -> {}
    }
  }

  private void decide(Execute execute, Batch<C, E, S> batch) {
    busy = true;
    deciding.add(execute);
    batch.decide(execute);
  }

  private void answer(Batch<C, E, S> batch, S state) {
    deciding.clear();
    for (Batch.Answer answer : batch.answers()) {
      Execute to = answer.to();
      @Nullable State carried = to.withState() ? state : null;
      to.replyTo().tell(new Outcome.Decided(to.ticket(), answer.reply(), seq(), carried));
    }
  }

  private void tellFollowers(List<Recorded<E>> events, S state) {
    if (followers.isEmpty()) {
      return;
    }
    long seq = seq();
    Followed news =
        new Followed(context.getSelf(), self, seq - events.size(), seq, List.copyOf(events), state);
    followers.forEach(follower -> follower.tell(news));
  }

  /// Sends what is owed and was not owed before, each for the cause that it first followed from.
  private void pay(List<Batch.Owing> owing) {
    List<Debts.Debt> fresh = new ArrayList<>();
    owing.forEach(after -> fresh.addAll(debts.settle(after.owed(), after.cause())));
    if (!fresh.isEmpty()) {
      fresh.stream().filter(debts::stands).forEach(this::send);
      remindIn(Debts.FIRST_RETRY);
    }
  }

  private void send(Debts.Debt debt) {
    debts.sent(debt, System.nanoTime());
    switch (debt.owed) {
      case Owed.Ask ask -> post.ask(ask.to(), ask.command(), debt.cause, debt.ticket, answers);
      case Owed.Place place -> post.place(place.request(), place.spec(), debt.cause);
    }
  }

  /// Sees to it that debts are looked through in so much time at the latest. A reminder that is
  /// under way stays, whatever has been paid since: most debts live for milliseconds, and one look
  /// too many is cheaper than a timer for each.
  private void remindIn(Duration delay) {
    long due = System.nanoTime() + delay.toNanos();
    if (!timers.isTimerActive(Remind.INSTANCE) || due - remindNanos < 0) {
      remindNanos = due;
      timers.startSingleTimer(Remind.INSTANCE, Remind.INSTANCE, delay);
    }
  }

  private void answered(S state, Outcome outcome, Batch<C, E, S> batch) {
    if (outcome instanceof Outcome.Decided decided) {
      debts
          .of(decided.ticket())
          .ifPresent(debt ->
              decider
                  .replied(self, state, debt.owed, decided.reply())
                  .ifPresent(command ->
                      decide(
                          new Execute(
                              command, debt.cause, 0, false, context.getSystem().ignoreRef()),
                          batch)));
    }
  }

  private long seq() {
    return lastSequenceNumber(context);
  }
}

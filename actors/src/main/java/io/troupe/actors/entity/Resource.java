package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
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
import io.troupe.actors.stage.Stage;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Any resource, but for its journal: it decides on what comes in, answers once that is stored, and
/// sends what its state owes after every change, again with back-off, and after a restart. Whoever
/// runs it stores the events of each [Batch] and then says so.
public final class Resource<C extends Command, E extends Event, S extends State> {
  private static final int BATCH = 256;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Stage<EntityMessage> stage;
  private final TimerScheduler<EntityMessage> timers;
  private final Decider<C, E, S> decider;
  private final Ref self;
  private final Post post;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ActorRef<Outcome> answers;
  private final Set<String> tags;

  private final Inbox inbox;
  private final List<Execute> deciding = new ArrayList<>();
  private final List<Batch.Waiter> waiters = new ArrayList<>();
  private final Set<ActorRef<Followed>> followers = new LinkedHashSet<>();
  private final Debts debts = new Debts();
  private Cause lastCause = Cause.by(Cause.SYSTEM);
  private Instant lastAt = Instant.EPOCH;
  private boolean busy = true;
  private long remindNanos;

  public Resource(
      Stage<EntityMessage> stage,
      Decider<C, E, S> decider,
      Ref self,
      Post post,
      Inbox inbox,
      InstantSource clock,
      RandomGenerator random) {
    this.stage = stage;
    this.timers = stage.timers();
    this.decider = decider;
    this.self = self;
    this.post = post;
    this.inbox = inbox;
    this.clock = clock;
    this.random = random;
    this.answers = stage.adapt(Outcome.class, Answered::new);
    this.tags = post.tags(self);
  }

  /// The state before the first event.
  public S empty() {
    return decider.empty();
  }

  /// The tags that its events are stored with.
  public Set<String> tags() {
    return tags;
  }

  /// The state after an event, stored now or long ago.
  public S apply(S state, Recorded<E> recorded) {
    lastCause = recorded.cause();
    lastAt = recorded.at();
    return decider.apply(state, recorded.event(), recorded.at());
  }

  /// All stored events are applied: at the start, and again after a write that failed.
  ///
  /// @param seq how many they are
  public void recovered(S state, long seq) {
    if (!deciding.isEmpty()) {
      failAll();
    }
    debts.clear();
    lookAgain();
    timers.startSingleTimer(Idle.INSTANCE, Idle.INSTANCE, IDLE);
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

  /// Sends again what is owed for too long.
  public void remind() {
    debts.due(stage.nanoTime()).forEach(this::send);
    debts.nextDue(stage.nanoTime()).ifPresent(this::remindIn);
  }

  /// Whether nothing has come in since the last look and nobody needs this resource in memory. A
  /// look every now and then costs less than a time-out that each message sets anew.
  public boolean mayRest() {
    boolean rest = !busy && debts.isEmpty() && waiters.isEmpty() && followers.isEmpty();
    busy = false;
    timers.startSingleTimer(Idle.INSTANCE, Idle.INSTANCE, IDLE);
    return rest;
  }

  /// Its shard moves, or it is not needed: whoever has it next goes on with what it owes.
  public void leave() {
    if (!debts.isEmpty()) {
      post.tell(self, new Wake());
    }
  }

  /// Takes what has come in and decides on the commands among it.
  ///
  /// @return the events to store at once; then comes [#stored], also when there are none
  public Batch<C, E, S> decide(S state, long seq) {
    inbox.opened();
    Batch<C, E, S> batch = new Batch<>(decider, self, state, seq, now(), random, waiters);
    for (int taken = 0; taken < BATCH; taken++) {
      EntityMessage message = inbox.poll();
      if (message == null) {
        break;
      }
      if (post.isCutOff() && !(message instanceof Unfollow)) {
        refuse(message);
      } else {
        take(state, seq, message, batch);
      }
    }
    deciding.addAll(batch.relieved());
    lookAgain();
    return batch;
  }

  /// The present; never before this resource's last event, whatever clock that was stored by.
  private Instant now() {
    Instant now = clock.instant();
    return now.isBefore(lastAt) ? lastAt : now;
  }

  private void lookAgain() {
    if (inbox.hasMore()) {
      stage.self().tell(Flush.INSTANCE);
    }
  }

  /// What has waited while this member stood still or was cut off: another one may have stored
  /// something newer meanwhile. Whoever needs an answer asks again.
  private static void refuse(EntityMessage message) {
    if (message instanceof Execute execute) {
      execute
          .replyTo()
          .tell(new Outcome.Failed(execute.ticket(), "this member is cut off from its cluster"));
    }
  }

  /// @param state what is stored, without what the batch will add
  private void take(S state, long seq, EntityMessage message, Batch<C, E, S> batch) {
    switch (message) {
      case Execute execute -> decide(execute, batch);
      case Answered(Outcome outcome) -> answered(state, outcome, batch);
      case Read(ActorRef<Outcome> replyTo) ->
          replyTo.tell(new Outcome.Decided(0, Reply.OK, seq, state));
      case Follow(ActorRef<Followed> follower, long seen) -> {
        boolean unknown = followers.add(follower);
        if (unknown) {
          stage.watch(follower, new Unfollow(follower));
        }
        if (unknown || seen != seq) {
          follower.tell(new Followed(stage.self(), self, seq, seq, List.of(), state));
        }
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

  /// The events of a batch are stored and applied: answers, sends what is owed, tells followers.
  ///
  /// @param seq how many events are stored now
  public void stored(Batch<C, E, S> batch, S state, long seq) {
    if (!batch.events().isEmpty()) {
      post.stored(self, seq - batch.events().size() + 1, batch.events());
    }
    answer(batch, state, seq);
    if (!batch.events().isEmpty()) {
      pay(batch.owing());
      tellFollowers(batch.events(), state, seq);
    }
  }

  private void answer(Batch<C, E, S> batch, S state, long seq) {
    deciding.clear();
    for (Batch.Answer answer : batch.answers()) {
      Execute to = answer.to();
      @Nullable State carried = to.withState() ? state : null;
      to.replyTo().tell(new Outcome.Decided(to.ticket(), answer.reply(), seq, carried));
    }
  }

  private void tellFollowers(List<Recorded<E>> events, S state, long seq) {
    if (followers.isEmpty()) {
      return;
    }
    Followed news =
        new Followed(stage.self(), self, seq - events.size(), seq, List.copyOf(events), state);
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
    debts.sent(debt, stage.nanoTime());
    switch (debt.owed) {
      case Owed.Ask ask -> post.ask(ask.to(), ask.command(), debt.cause, debt.ticket, answers);
      case Owed.AfterDrain after ->
          post.drain(after.pod(), after.to(), after.command(), debt.cause, debt.ticket, answers);
      case Owed.Place place -> post.place(place.request(), place.spec(), debt.cause);
    }
  }

  /// Sees to it that debts are looked through in so much time at the latest. A reminder that is
  /// under way stays, whatever has been paid since: most debts live for milliseconds, and one look
  /// too many is cheaper than a timer for each.
  private void remindIn(Duration delay) {
    long due = stage.nanoTime() + delay.toNanos();
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
                      decide(new Execute(command, debt.cause, 0, false, stage.nobody()), batch)));
    }
  }
}

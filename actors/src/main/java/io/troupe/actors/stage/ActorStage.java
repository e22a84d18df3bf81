package io.troupe.actors.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stage in an actor system: the role is an actor.
public final class ActorStage<M> implements Stage<M> {
  private static final SupervisorStrategy ANEW =
      SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

  private final ActorContext<M> context;
  private final TimerScheduler<M> timers;

  private ActorStage(ActorContext<M> context, TimerScheduler<M> timers) {
    this.context = context;
    this.timers = timers;
  }

  /// The stage of an actor that is no [Role].
  public static <M> Stage<M> of(ActorContext<M> context, TimerScheduler<M> timers) {
    return new ActorStage<>(context, timers);
  }

  /// An actor that plays a role.
  public static <M> Behavior<M> play(Function<Stage<M>, Role<M>> role) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new Player<>(context, role.apply(new ActorStage<>(context, timers)))));
  }

  /// The same for a role that lasts as long as the system: after a message it failed at, which is
  /// left out, it begins anew.
  ///
  /// @param role also tells the new one what the old one knew
  public static <M> Behavior<M> playOn(Function<Stage<M>, Role<M>> role) {
    return Behaviors.supervise(play(role)).onFailure(Exception.class, ANEW);
  }

  private static final class Player<M> extends AbstractBehavior<M> {
    private final Role<M> role;

    Player(ActorContext<M> context, Role<M> role) {
      super(context);
      this.role = role;
    }

    @Override
    public Receive<M> createReceive() {
      return newReceiveBuilder()
          .onAnyMessage(message -> role.hear(message) ? this : Behaviors.stopped())
          .onSignal(PostStop.class, _ -> end())
          .onSignal(PreRestart.class, _ -> end())
          .build();
    }

    private Behavior<M> end() {
      role.end();
      return this;
    }
  }

  @Override
  public ActorRef<M> self() {
    return context.getSelf();
  }

  @Override
  public TimerScheduler<M> timers() {
    return timers;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public String freshName() {
    return UUID.randomUUID().toString();
  }

  @Override
  public <U> ActorRef<U> adapt(Class<U> type, Function<U, M> translation) {
    return context.messageAdapter(type, translation::apply);
  }

  @Override
  public <U> ActorRef<U> nobody() {
    return context.getSystem().ignoreRef();
  }

  @Override
  public void watch(ActorRef<?> other, M ended) {
    context.watchWith(other, ended);
  }

  @Override
  public boolean isNear(ActorRef<?> other) {
    return other.path().address().hasLocalScope();
  }

  @Override
  public <U> ActorRef<U> cast(Function<Stage<U>, Role<U>> role) {
    return context.spawnAnonymous(play(role));
  }

  @Override
  public <U> void spawn(Behavior<U> behavior) {
    context.spawnAnonymous(behavior);
  }

  @Override
  public void dismiss(ActorRef<?> role) {
    stop(role);
  }

  private <U> void stop(ActorRef<U> role) {
    context.stop(role);
  }

  @Override
  public <T> void work(
      Executor threads, Supplier<T> work, BiFunction<@Nullable T, @Nullable Throwable, M> then) {
    context.pipeToSelf(CompletableFuture.supplyAsync(work, threads), then::apply);
  }
}

package io.troupe.actors.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that a [Role] has of the world besides its own messages and what it was made with. For the
/// role's own thread.
///
/// @param <M> what the role understands
public interface Stage<M> {
  /// Where the role hears messages.
  ActorRef<M> self();

  /// Single and repeated messages to the role itself.
  TimerScheduler<M> timers();

  /// Time for measuring, in nanoseconds from any moment on; no step of a wall clock changes it.
  long nanoTime();

  /// A name that no other run of any role has.
  String freshName();

  /// Where others may say what the role does not understand itself. One for each type.
  <U> ActorRef<U> adapt(Class<U> type, Function<U, M> translation);

  /// One who hears nothing.
  <U> ActorRef<U> nobody();

  /// Has the role told once when another actor has ended.
  void watch(ActorRef<?> other, M ended);

  /// Whether another actor is in this process, so that nothing they say to each other is lost.
  boolean isNear(ActorRef<?> other);

  /// Begins another role, which ends with this one at the latest.
  <U> ActorRef<U> cast(Function<Stage<U>, Role<U>> role);

  /// Begins a behaviour of Akka's own as a child.
  <U> void spawn(Behavior<U> behavior);

  /// Ends one that [#cast] has begun.
  void dismiss(ActorRef<?> role);

  /// Does what may block on another thread, and has the role told what came of it.
  ///
  /// @param then is given the result, or else the failure
  <T> void work(
      Executor threads, Supplier<T> work, BiFunction<@Nullable T, @Nullable Throwable, M> then);
}

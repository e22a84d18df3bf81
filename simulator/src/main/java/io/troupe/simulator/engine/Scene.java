package io.troupe.simulator.engine;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.stage.Role;
import io.troupe.actors.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stage in the simulation: time is virtual, and work on other threads is done on this one, a
/// little later.
public final class Scene<M> implements Stage<M> {
  private final Network network;
  private final Timeline timeline;
  private final Place place;
  private final Pace pace;
  private final Address<M> self;
  private final Timers<M> timers;
  private final List<Scene<?>> children = new ArrayList<>(0);
  private final List<Address<?>> adapters = new ArrayList<>(2);
  private Consumer<M> conduct = _ -> {};
  private Runnable onEnd = () -> {};
  private int cast;

  /// How long what blocks takes on a machine.
  @FunctionalInterface
  public interface Pace {
    long nextNanos();
  }

  public Scene(Network network, Place place, String name, Pace pace) {
    this.network = network;
    this.timeline = network.timeline();
    this.place = place;
    this.pace = pace;
    this.self = new Address<>(network, place, name, this::hear);
    this.timers = new Timers<>(timeline, place, this::hearOwn);
  }

  /// Has a role play here.
  public static <M> Scene<M> play(
      Network network, Place place, String name, Pace pace, Function<Stage<M>, Role<M>> role) {
    Scene<M> scene = new Scene<>(network, place, name, pace);
    scene.begin(role);
    return scene;
  }

  private void begin(Function<Stage<M>, Role<M>> begin) {
    Role<M> role = begin.apply(this);
    onEnd = role::end;
    conduct(message -> {
      if (!role.hear(message)) {
        end();
      }
    });
  }

  /// Has whatever comes in handed on as it is.
  public void conduct(Consumer<M> conduct) {
    this.conduct = conduct;
  }

  private void hear(M message) {
    conduct.accept(message);
  }

  private void hearOwn(M message) {
    if (self.alive()) {
      conduct.accept(message);
    }
  }

  /// Has the role hear one last message.
  public void conclude(M message) {
    hearOwn(message);
    end();
  }

  /// The role is over, as are those it has cast; those who watch it are told.
  public void end() {
    timers.cancelAll();
    children.forEach(Scene::end);
    children.clear();
    onEnd.run();
    adapters.forEach(Address::end);
    self.end();
  }

  @Override
  public Address<M> self() {
    return self;
  }

  @Override
  public TimerScheduler<M> timers() {
    return timers;
  }

  @Override
  public long nanoTime() {
    return timeline.now();
  }

  @Override
  public String freshName() {
    return self.name() + "." + place.life() + "." + timeline.now();
  }

  @Override
  public <U> ActorRef<U> adapt(Class<U> type, Function<U, M> translation) {
    Address<U> address =
        new Address<>(network, place, self.name(), message -> hearOwn(translation.apply(message)));
    adapters.add(address);
    return address;
  }

  @Override
  public <U> ActorRef<U> nobody() {
    return network.nobody();
  }

  @Override
  public void watch(ActorRef<?> other, M ended) {
    network.watch((Address<?>) other, place, () -> hearOwn(ended));
  }

  @Override
  public boolean isNear(ActorRef<?> other) {
    return ((Address<?>) other).place().equals(place);
  }

  @Override
  public <U> ActorRef<U> cast(Function<Stage<U>, Role<U>> role) {
    Scene<U> child = play(network, place, self.name() + "/" + ++cast, pace, role);
    children.add(child);
    return child.self;
  }

  @Override
  public <U> void spawn(Behavior<U> behavior) {
    throw new UnsupportedOperationException("the simulator plays roles, not behaviours of Akka");
  }

  @Override
  public void dismiss(ActorRef<?> role) {
    children.removeIf(child -> {
      if (child.self.equals(role)) {
        child.end();
        return true;
      }
      return false;
    });
  }

  @Override
  public <T> void work(
      Executor threads, Supplier<T> work, BiFunction<@Nullable T, @Nullable Throwable, M> then) {
    timeline.in(
        pace.nextNanos(),
        place,
        () -> {
          if (self.alive()) {
            M message = done(work, then);
            timeline.in(pace.nextNanos() / 4, place, () -> hearOwn(message));
          }
        });
  }

  private static <T, M> M done(
      Supplier<T> work, BiFunction<@Nullable T, @Nullable Throwable, M> then) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException failure) {
      return then.apply(null, failure);
    }
    return then.apply(result, null);
  }
}

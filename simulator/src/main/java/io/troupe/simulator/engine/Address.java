package io.troupe.simulator.engine;

import akka.actor.ActorPath;
import akka.actor.RootActorPath;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Where messages go in the simulated cluster: an actor's reference without an actor. It ends with
/// its owner or with its place's life.
public final class Address<T> implements ActorRef<T> {
  private static final long serialVersionUID = 1L;
  private static final akka.actor.Address SYSTEM = akka.actor.Address.apply("akka", "simulated");

  private final transient Network network;
  private final transient Place place;
  private final transient Consumer<T> receiver;
  private final transient List<Runnable> watchers = new ArrayList<>(0);
  private final String name;
  private final long life;
  private final long number;
  private boolean ended;

  public Address(Network network, Place place, String name, Consumer<T> receiver) {
    this.network = network;
    this.place = place;
    this.name = name;
    this.receiver = receiver;
    this.life = place.life();
    this.number = network.nextAddress();
  }

  public Place place() {
    return place;
  }

  public String name() {
    return name;
  }

  /// Whether anybody is there to hear.
  public boolean alive() {
    return !ended && place.up() && place.life() == life;
  }

  /// Ends it and tells those who watch.
  public void end() {
    if (!ended) {
      ended = true;
      List<Runnable> told = List.copyOf(watchers);
      watchers.clear();
      told.forEach(Runnable::run);
    }
  }

  void onEnd(Runnable watcher) {
    watchers.add(watcher);
  }

  @Override
  public void tell(T message) {
    network.send(this, message);
  }

  /// Hands the message to the owner, now.
  void deliver(T message) {
    if (alive()) {
      receiver.accept(message);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // a reference of fewer messages is still this one
  public <U extends T> ActorRef<U> narrow() {
    return (ActorRef<U>) this;
  }

  @Override
  @SuppressWarnings("unchecked") // as Akka's own does it
  public <U> ActorRef<U> unsafeUpcast() {
    return (ActorRef<U>) this;
  }

  @Override
  public ActorPath path() {
    return new RootActorPath(SYSTEM, "/" + number);
  }

  @Override
  public int compareTo(ActorRef<?> other) {
    return name.compareTo(((Address<?>) other).name);
  }

  @Override
  public String toString() {
    return place + "/" + name;
  }
}

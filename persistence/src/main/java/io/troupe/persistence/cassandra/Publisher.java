package io.troupe.persistence.cassandra;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Carries what this member stores to the feeds of all members, and what they send to this
/// member's. What is waiting together is sent together.
final class Publisher extends AbstractBehavior<Publisher.Message> {
  private static final int EVENTS_PER_MESSAGE = 500;

  /// All publishers of the cluster know each other by this.
  private static final ServiceKey<Published> KEY =
      ServiceKey.create(Published.class, "troupe-feed");

  /// What it understands.
  sealed interface Message {
    /// This member has stored something.
    record Stored(Published.Stored stored) implements Message {}

    /// Send what is waiting.
    enum Flush implements Message {
      INSTANCE
    }

    /// These members listen.
    record Listeners(Set<ActorRef<Published>> all) implements Message {}
  }

  /// How a publication reaches a feed. At most once, and tests make it worse.
  interface Courier {
    void carry(ActorRef<Published> to, Published published);
  }

  private final Courier courier;
  private final Runnable memberLeft;
  private final ActorRef<Published> self;
  private final List<Published.Stored> waiting = new ArrayList<>();
  private Set<ActorRef<Published>> listeners;

  /// @param memberLeft told when a member that has published may have left something unsaid
  static Behavior<Message> create(Feed feed, Courier courier, Runnable memberLeft) {
    return Behaviors.setup(context -> new Publisher(context, feed, courier, memberLeft));
  }

  private Publisher(
      ActorContext<Message> context, Feed feed, Courier courier, Runnable memberLeft) {
    super(context);
    this.courier = courier;
    this.memberLeft = memberLeft;
    self = context.spawn(ear(feed), "ear");
    listeners = Set.of(self);
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.register(KEY, self));
    receptionist.tell(
        Receptionist.subscribe(
            KEY,
            context.messageAdapter(
                Receptionist.Listing.class,
                listing -> new Message.Listeners(listing.getAllServiceInstances(KEY)))));
  }

  private static Behavior<Published> ear(Feed feed) {
    return Behaviors.receive(Published.class)
        .onAnyMessage(published -> {
          feed.told(published);
          return Behaviors.same();
        })
        .build();
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Message.Stored(Published.Stored stored) -> {
        if (waiting.isEmpty()) {
          getContext().getSelf().tell(Message.Flush.INSTANCE);
        }
        waiting.add(stored);
      }
      case Message.Flush _ -> flush();
      case Message.Listeners(Set<ActorRef<Published>> all) -> {
        boolean somebodyLeft = !all.containsAll(listeners);
        listeners = new HashSet<>(all);
        listeners.add(self);
        if (somebodyLeft) {
          memberLeft.run();
        }
      }
    }
    return this;
  }

  private void flush() {
    List<Published.Stored> part = new ArrayList<>();
    int events = 0;
    for (Published.Stored stored : waiting) {
      if (events > 0 && events + stored.events().size() > EVENTS_PER_MESSAGE) {
        send(part);
        part.clear();
        events = 0;
      }
      part.add(stored);
      events += stored.events().size();
    }
    send(part);
    waiting.clear();
  }

  private void send(List<Published.Stored> part) {
    Published published = new Published(part);
    listeners.forEach(listener -> courier.carry(listener, published));
  }
}

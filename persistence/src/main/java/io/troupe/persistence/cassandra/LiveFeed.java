package io.troupe.persistence.cassandra;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The live feed of one member, from the time on when somebody first wants it: the publisher that
/// listens, the feed that makes it complete, the lookout for what nobody told.
final class LiveFeed implements AutoCloseable {
  private final ActorSystem<?> system;
  private final CassandraSettings settings;
  private final Messages messages;
  private final TagViews views;
  private final Parallel parallel;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("troupe-feed-timer").factory());
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile Publisher.Courier courier = ActorRef::tell;
  private volatile @Nullable Running running;

  /// @param publisher takes what this member stores
  private record Running(
      Feed feed, Ring ring, Lookout lookout, ActorRef<Publisher.Message> publisher) {}

  LiveFeed(
      ActorSystem<?> system,
      CassandraSettings settings,
      Messages messages,
      TagViews views,
      Parallel parallel) {
    this.system = system;
    this.settings = settings;
    this.messages = messages;
    this.views = views;
    this.parallel = parallel;
  }

  /// Replaces the way publications take.
  void courier(Publisher.Courier other) {
    courier = other;
  }

  /// Listens from now on, has everything read that is there, and then goes live. When it is live
  /// already, what is read is not noted.
  void open(Consumer<Feed> reader) {
    synchronized (this) {
      if (running == null) {
        running = begin(reader);
        return;
      }
    }
    reader.accept(feed(new Ring(1, 0), 0));
  }

  private Running begin(Consumer<Feed> reader) {
    long now = Revisions.now();
    Ring ring = new Ring(settings.buffer(), now);
    Feed feed = feed(ring, now - settings.overlap().toNanos() / 1000);
    Lookout lookout = new Lookout(settings, views, messages, parallel, feed);
    ActorRef<Publisher.Message> publisher =
        system.systemActorOf(
            Publisher.create(
                feed, (to, told) -> courier.carry(to, told), lookout::lookThroughEverything),
            "troupe-feed",
            Props.empty());
    reader.accept(feed);
    feed.start();
    lookout.start();
    return new Running(feed, ring, lookout, publisher);
  }

  private Feed feed(Ring ring, long horizon) {
    return new Feed(messages::events, ring, settings.fillDelay(), horizon, timer);
  }

  Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer) {
    open(_ -> {});
    Running live = running;
    if (live == null) {
      throw new IllegalStateException("the feed is closed");
    }
    FeedSubscription subscription =
        new FeedSubscription(
            Math.max(0, afterRevision - settings.overlap().toNanos() / 1000),
            settings.overlap(),
            live.ring(),
            views,
            messages::events,
            consumer);
    subscriptions.add(subscription);
    var _ = subscription.done().whenComplete((_, _) -> subscriptions.remove(subscription));
    subscription.start();
    return subscription;
  }

  /// Tells all members what this one has stored.
  void stored(Ref resource, long first, List<? extends Recorded<?>> events) {
    Running live = running;
    if (live != null) {
      live.publisher()
          .tell(
              new Publisher.Message.Stored(
                  new Published.Stored(resource, first, List.copyOf(events))));
    }
  }

  /// Has an event that is stored read unless it comes by itself.
  void expect(Ref resource, long seq) {
    Running live = running;
    if (live != null) {
      live.feed().seen(resource, seq);
    }
  }

  long head() {
    Running live = running;
    return live == null ? 0 : live.feed().head();
  }

  /// How many events had to be read since nobody told them.
  long filled() {
    Running live = running;
    return live == null ? 0 : live.feed().filled();
  }

  @Override
  public void close() {
    Running live = running;
    if (live != null) {
      live.lookout().close();
      live.feed().close();
    }
    subscriptions.forEach(Subscription::close);
    timer.shutdownNow();
  }
}

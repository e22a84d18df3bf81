package io.troupe.persistence.cassandra;

import io.troupe.core.Ref;
import io.troupe.persistence.history.StorageUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks through the tables for events that nobody has told: those of the last seconds every
/// second, further back now and then, and everything after a member has left, which may have stored
/// without living to tell.
final class Lookout {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private final CassandraSettings settings;
  private final TagViews views;
  private final Messages messages;
  private final Parallel parallel;
  private final Feed feed;
  private final AtomicBoolean everything = new AtomicBoolean();
  private final Rest rest = new Rest();
  private long lastNear = System.currentTimeMillis();
  private long lastFar = System.currentTimeMillis();

  Lookout(
      CassandraSettings settings, TagViews views, Messages messages, Parallel parallel, Feed feed) {
    this.settings = settings;
    this.views = views;
    this.messages = messages;
    this.parallel = parallel;
    this.feed = feed;
  }

  void start() {
    Thread.ofVirtual().name("troupe-feed-lookout").start(this::run);
  }

  /// Has everything looked through once.
  void lookThroughEverything() {
    everything.set(true);
  }

  private void run() {
    try {
      while (rest.take(settings.lookInterval())) {
        look();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    long now = System.currentTimeMillis();
    try {
      boolean far = now - lastFar >= settings.farLookInterval().toMillis();
      look(far ? lastFar : lastNear, far ? settings.farLookBack() : settings.lookBack());
      lastNear = now;
      lastFar = far ? now : lastFar;
      if (everything.compareAndSet(true, false)) {
        lookThroughAll();
      }
    } catch (StorageUnavailable unreadable) {
      LOG.debug("The tables cannot be looked through: {}", unreadable.getMessage());
    }
  }

  /// After a time without an answer the look begins where the last one ended.
  private void look(long last, Duration back) {
    Map<Ref, Long> found = new HashMap<>();
    long ahead = TagViews.SLACK.toMillis();
    views.places(
        last - back.toMillis(),
        System.currentTimeMillis() + ahead,
        (resource, seq) -> found.merge(resource, seq, Math::max));
    found.forEach(feed::seen);
  }

  private void lookThroughAll() {
    long began = System.nanoTime();
    try {
      parallel.each(
          messages::resources,
          resource -> {
            long seq = messages.highest(resource, 1);
            if (seq > 0) {
              feed.seen(resource, seq);
            }
          });
    } catch (StorageUnavailable unreadable) {
      everything.set(true);
      throw unreadable;
    }
    LOG.info(
        "looked through all resources in {} ms after a member has left",
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  void close() {
    rest.end();
  }
}

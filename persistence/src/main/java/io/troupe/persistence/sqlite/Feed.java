package io.troupe.persistence.sqlite;

import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tells the subscribers what was committed, without ever waiting for one.
final class Feed implements AutoCloseable {
  private final List<FeedSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final int bufferSize;

  /// @param bufferSize how many events a subscriber may be behind before it reads from the table
  Feed(int bufferSize) {
    this.bufferSize = bufferSize;
  }

  void committed(Committed commit) {
    for (FeedSubscription subscription : subscriptions) {
      subscription.offer(commit);
    }
  }

  /// The log ends elsewhere than was told: there are events that nobody was handed.
  void moved(long head) {
    for (FeedSubscription subscription : subscriptions) {
      subscription.announce(head);
    }
  }

  Subscription subscribe(
      long afterRevision, FeedSubscription.Table table, Consumer<LogEntry> consumer) {
    FeedSubscription subscription =
        new FeedSubscription(afterRevision, bufferSize, table, consumer);
    subscriptions.add(subscription);
    subscription.done().whenComplete((nothing, failure) -> subscriptions.remove(subscription));
    subscription.start();
    return subscription;
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }
}

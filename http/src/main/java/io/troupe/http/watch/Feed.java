package io.troupe.http.watch;

import akka.NotUsed;
import akka.stream.OverflowStrategy;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/// The log from a revision on as a stream. It goes at its reader's pace: while the reader is slow
/// its feed waits, and catches up from the table later; nobody else waits for it.
public final class Feed {
  private static final int BUFFER = 64;

  private Feed() {}

  /// The events after a revision that pass a filter.
  public static Source<LogEntry, NotUsed> of(EventLog log, long after, Predicate<LogEntry> filter) {
    return Source.<LogEntry>queue(BUFFER, OverflowStrategy.backpressure(), 1)
        .mapMaterializedValue(queue -> {
          Subscription subscription =
              log.subscribe(
                  after,
                  entry -> {
                    if (filter.test(entry)) {
                      offer(queue, entry);
                    }
                  });
          var _ = queue.watchCompletion().whenComplete((_, _) -> subscription.close());
          var _ =
              subscription
                  .done()
                  .whenComplete((_, failure) -> {
                    if (failure == null) {
                      queue.complete();
                    } else {
                      queue.fail(failure);
                    }
                  });
          return NotUsed.getInstance();
        });
  }

  /// Waits until the reader has room; on the feed's own thread.
  private static void offer(SourceQueueWithComplete<LogEntry> queue, LogEntry entry) {
    try {
      QueueOfferResult result = queue.offer(entry).toCompletableFuture().join();
      if (result instanceof QueueOfferResult.QueueClosed$) {
        throw new ReaderGone();
      }
    } catch (CompletionException gone) {
      throw new ReaderGone();
    }
  }

  /// Ends a feed whose reader has gone.
  private static final class ReaderGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderGone() {
      super("the reader has gone", null, false, false);
    }
  }
}

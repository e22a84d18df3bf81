package io.troupe.persistence.history;

import java.util.concurrent.CompletionStage;

/// A running live feed of the log.
public interface Subscription extends AutoCloseable {
  /// Ends the feed. The consumer may still be in the middle of one entry.
  @Override
  void close();

  /// Completed when the feed has ended: normally when it was closed, with the consumer's exception
  /// when that threw one.
  CompletionStage<Void> done();
}

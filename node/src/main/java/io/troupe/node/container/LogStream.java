package io.troupe.node.container;

import java.util.Optional;

/// Lines of one container, read one after the other. One thread reads; any thread may close, which
/// ends a waiting read.
public interface LogStream extends AutoCloseable {
  /// The next line, waiting for it; empty at the end or once closed.
  ///
  /// @throws RuntimeFailure when the runtime fails while reading
  Optional<LogLine> next() throws InterruptedException;

  @Override
  void close();
}

package io.troupe.persistence.cassandra;

/// A real Cassandra that a test may stop where it stands and let go on, or kill. What it runs in is
/// its own affair.
public interface RunningCassandra extends AutoCloseable {
  /// Where clients find it, as `host:port`.
  String contactPoint();

  /// Stops it where it stands: connections stay, nothing is answered.
  void pause();

  /// Lets it go on.
  void resume();

  /// Ends it at once.
  void kill();

  /// Whether its server still runs, standing still or not.
  boolean isAlive();

  /// The last lines of its log, also after it has died; not after it was closed.
  String said();

  @Override
  void close();
}

package io.troupe.node.dns;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An upstream server, and whether it is worth asking: one that has been silent several times in a
/// row, while it answered nobody else, is left alone for some seconds. Thread-safe.
final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final int SILENCES = 3;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final InetSocketAddress address;
  private int silences;
  private boolean gone;
  private long lastAnswer;
  private long retryAt;

  Upstream(InetSocketAddress address, long now) {
    this.address = address;
    this.lastAnswer = now - 1;
  }

  InetSocketAddress address() {
    return address;
  }

  /// Whether it may be asked now. Of a server that is gone only one asker at a time tries whether
  /// it is back.
  synchronized boolean isWorthAsking(long now) {
    if (!gone) {
      return true;
    }
    if (now - retryAt < 0) {
      return false;
    }
    retryAt = now + PAUSE_NANOS;
    return true;
  }

  synchronized void answered(long now) {
    if (gone) {
      LOG.info("Upstream name server {} answers again", address);
    }
    silences = 0;
    gone = false;
    lastAnswer = now;
  }

  /// It did not answer in time.
  ///
  /// @param askedAt when it was asked; if it has answered others since, it is there
  synchronized void wasSilent(long askedAt, long now) {
    if (lastAnswer - askedAt < 0) {
      silences++;
    }
    if (silences >= SILENCES) {
      isGone("does not answer", now);
    }
  }

  /// It cannot be reached at all.
  synchronized void isGone(String why, long now) {
    if (!gone) {
      LOG.warn("Upstream name server {} {}; it is asked again every 5 s", address, why);
    }
    gone = true;
    retryAt = now + PAUSE_NANOS;
  }
}

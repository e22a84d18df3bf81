package io.troupe.http.frame;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Ids of requests that came without one. They are UUIDs of version 7 (RFC 9562), which begin with
/// the time: the log's index of requests grows at its end, and a write does not touch a page of it
/// anywhere.
final class RequestId {
  private static final long VERSION = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private RequestId() {}

  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (System.currentTimeMillis() << 16) | VERSION | random.nextInt(0x1000);
    long low = VARIANT | (random.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }
}

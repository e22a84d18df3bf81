package io.troupe.persistence.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// How much there is, and a checksum over all of it that does not depend on the order.
///
/// @param sum of the first eight bytes of each item's SHA-256
public record Tally(long count, long bytes, long sum) {
  public static final Tally NOTHING = new Tally(0, 0, 0);

  /// This and one item more. The time does not count: it is inside the event.
  Tally with(StoredItem item) {
    byte[] bytes = item.payload().bytes();
    MessageDigest digest = sha256();
    digest.update(
        "%s|%d|%d|%s|"
            .formatted(
                item.persistenceId(),
                item.seq(),
                item.payload().serializer(),
                item.payload().manifest())
            .getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
    long first = ByteBuffer.wrap(digest.digest()).getLong();
    return new Tally(count + 1, this.bytes + bytes.length, sum + first);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  @Override
  public String toString() {
    return "%d, %d bytes, checksum %016x".formatted(count, bytes, sum);
  }
}

package io.troupe.core.pool;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.pool.PoolState.Open;
import java.util.Optional;

/// The blocks of a pool's range.
final class Blocks {
  private Blocks() {}

  /// The next free block after the one that was leased last, around the end of the range.
  static Optional<Cidr> free(Open open) {
    int step = 1 << (32 - open.block());
    long count = 1L << (open.block() - open.range().length());
    Ipv4 candidate = open.last().base();
    for (long tried = 0; tried < count; tried++) {
      candidate = candidate.plus(step);
      if (!open.range().contains(candidate)) {
        candidate = open.range().base();
      }
      if (isUsable(open, candidate) && !open.owners().containsKey(candidate)) {
        return Optional.of(new Cidr(candidate, open.block()));
      }
    }
    return Optional.empty();
  }

  /// Whether a block that begins with an address can be leased at all. The first and the last
  /// address of a range of single addresses stand for the range itself and for all of it.
  static boolean isUsable(Open open, Ipv4 address) {
    if (!open.range().contains(address)) {
      return false;
    }
    boolean single = open.block() == 32 && open.range().length() < 31;
    return !single || !(address.equals(open.range().base()) || address.equals(open.range().last()));
  }

  /// The first address that can be wanted.
  static Ipv4 first(Open open) {
    return isUsable(open, open.range().base()) ? open.range().base() : open.range().address(1);
  }

  /// The last address that can be wanted.
  static Ipv4 last(Open open) {
    return isUsable(open, open.range().last()) ? open.range().last() : open.range().last().plus(-1);
  }
}

package io.troupe.netlink.ipvs;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/// A virtual service: what it takes and how it spreads connections over its destinations.
///
/// `scheduler` is a kernel's module (`rr`, `wrr`, `lc`, `wlc`, `sh`, `mh`, ...). With a
/// `persistence` above zero a client keeps its destination for that long, in whole seconds, where
/// clients that share a prefix of `granularity` bits count as one.
public record VirtualService(
    ServiceAddress address,
    String scheduler,
    Duration persistence,
    int granularity,
    Set<Flag> flags) {
  /// `IP_VS_SVC_F_*` of `linux/ip_vs.h`, but for persistence, which has its own field.
  public enum Flag {
    /// Each UDP packet is scheduled on its own.
    ONE_PACKET(0x04),
    /// `sh-fallback` (of `mh`: `mh-fallback`): skip destinations of weight 0.
    FALLBACK(0x08),
    /// `sh-port` (of `mh`: `mh-port`): hash the client's port too.
    HASH_PORT(0x10);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }

    int bit() {
      return bit;
    }
  }

  public VirtualService {
    flags = Set.copyOf(flags);
    if (persistence.isNegative()
        || !persistence.equals(persistence.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "persistence " + persistence + " is not a number of whole seconds from 0");
    }
    if (granularity < 1 || granularity > fullGranularity(address)) {
      throw new IllegalArgumentException(
          "granularity " + granularity + " is not in 1.." + fullGranularity(address));
    }
  }

  public static VirtualService of(ServiceAddress address, String scheduler) {
    return new VirtualService(
        address, scheduler, Duration.ZERO, fullGranularity(address), Set.of());
  }

  public VirtualService withScheduler(String name) {
    return new VirtualService(address, name, persistence, granularity, flags);
  }

  public VirtualService withPersistence(Duration time) {
    return new VirtualService(address, scheduler, time, granularity, flags);
  }

  public VirtualService withGranularity(int prefixLength) {
    return new VirtualService(address, scheduler, persistence, prefixLength, flags);
  }

  public VirtualService with(Flag flag) {
    EnumSet<Flag> more = EnumSet.of(flag);
    more.addAll(flags);
    return new VirtualService(address, scheduler, persistence, granularity, more);
  }

  static int fullGranularity(ServiceAddress address) {
    return address.isIpv6() ? 128 : 32;
  }
}

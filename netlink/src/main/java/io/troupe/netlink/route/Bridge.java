package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;
import java.time.Duration;

/// A bridge, an Ethernet switch in the kernel; the `IFLA_BR_*` attributes of `linux/if_link.h`.
///
/// The times count in hundredths of a second. {@link #standard} holds the kernel's own defaults.
public record Bridge(
    boolean spanningTree,
    Duration forwardDelay,
    Duration helloTime,
    Duration maxAge,
    Duration ageing,
    int priority,
    boolean vlanFiltering,
    int groupForwardMask,
    boolean multicastSnooping)
    implements LinkKind {
  private static final int FORWARD_DELAY = 1;
  private static final int HELLO_TIME = 2;
  private static final int MAX_AGE = 3;
  private static final int AGEING_TIME = 4;
  private static final int STP_STATE = 5;
  private static final int PRIORITY = 6;
  private static final int VLAN_FILTERING = 7;
  private static final int GROUP_FWD_MASK = 9;
  private static final int MCAST_SNOOPING = 23;

  public static Bridge standard() {
    return new Bridge(
        false,
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        Duration.ofSeconds(20),
        Duration.ofMinutes(5),
        32768,
        false,
        0,
        true);
  }

  @Override
  public String driver() {
    return "bridge";
  }

  public Bridge withSpanningTree(boolean on) {
    return new Bridge(
        on,
        forwardDelay,
        helloTime,
        maxAge,
        ageing,
        priority,
        vlanFiltering,
        groupForwardMask,
        multicastSnooping);
  }

  public Bridge withAgeing(Duration time) {
    return new Bridge(
        spanningTree,
        forwardDelay,
        helloTime,
        maxAge,
        time,
        priority,
        vlanFiltering,
        groupForwardMask,
        multicastSnooping);
  }

  public Bridge withForwardDelay(Duration time) {
    return new Bridge(
        spanningTree,
        time,
        helloTime,
        maxAge,
        ageing,
        priority,
        vlanFiltering,
        groupForwardMask,
        multicastSnooping);
  }

  public Bridge withVlanFiltering(boolean on) {
    return new Bridge(
        spanningTree,
        forwardDelay,
        helloTime,
        maxAge,
        ageing,
        priority,
        on,
        groupForwardMask,
        multicastSnooping);
  }

  public Bridge withMulticastSnooping(boolean on) {
    return new Bridge(
        spanningTree,
        forwardDelay,
        helloTime,
        maxAge,
        ageing,
        priority,
        vlanFiltering,
        groupForwardMask,
        on);
  }

  /// Writes what differs from `current`: a kernel built without VLAN filtering or multicast
  /// snooping refuses even to be told the state it is in.
  void writeTo(PayloadWriter out, Bridge current) {
    time(out, FORWARD_DELAY, forwardDelay, current.forwardDelay);
    time(out, HELLO_TIME, helloTime, current.helloTime);
    time(out, MAX_AGE, maxAge, current.maxAge);
    time(out, AGEING_TIME, ageing, current.ageing);
    if (spanningTree != current.spanningTree) {
      out.u32(STP_STATE, spanningTree ? 1 : 0);
    }
    if (priority != current.priority) {
      out.u16(PRIORITY, priority);
    }
    if (vlanFiltering != current.vlanFiltering) {
      out.u8(VLAN_FILTERING, vlanFiltering ? 1 : 0);
    }
    if (groupForwardMask != current.groupForwardMask) {
      out.u16(GROUP_FWD_MASK, groupForwardMask);
    }
    if (multicastSnooping != current.multicastSnooping) {
      out.u8(MCAST_SNOOPING, multicastSnooping ? 1 : 0);
    }
  }

  static Bridge read(Attributes data) {
    return new Bridge(
        data.yes(STP_STATE),
        time(data, FORWARD_DELAY),
        time(data, HELLO_TIME),
        time(data, MAX_AGE),
        time(data, AGEING_TIME),
        data.integer(PRIORITY, 0),
        data.yes(VLAN_FILTERING),
        data.integer(GROUP_FWD_MASK, 0),
        data.yes(MCAST_SNOOPING));
  }

  private static void time(PayloadWriter out, int type, Duration time, Duration current) {
    if (!time.equals(current)) {
      out.u32(type, (int) (time.toMillis() / 10));
    }
  }

  private static Duration time(Attributes data, int type) {
    return Duration.ofMillis(data.number(type, 0) * 10);
  }
}

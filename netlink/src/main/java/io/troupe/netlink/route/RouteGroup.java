package io.troupe.netlink.route;

import io.troupe.netlink.NetlinkSocket;
import java.util.List;

/// What a subscriber can follow; each is one or two of the `RTNLGRP_*` of `linux/rtnetlink.h`.
public enum RouteGroup {
  LINKS(1),
  /// Neighbours and forwarding entries, which the kernel reports together.
  NEIGHBORS(3),
  ADDRESSES(5, 9),
  ROUTES(7, 11),
  RULES(8, 19);

  private final List<Integer> numbers;

  RouteGroup(Integer... numbers) {
    this.numbers = List.of(numbers);
  }

  void join(NetlinkSocket socket) {
    numbers.forEach(socket::join);
  }
}

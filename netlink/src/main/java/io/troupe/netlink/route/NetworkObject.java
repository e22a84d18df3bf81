package io.troupe.netlink.route;

/// Anything rtnetlink lists and reports changes of.
public sealed interface NetworkObject
    permits Link, InterfaceAddress, Route, Rule, Neighbor, FdbEntry {}

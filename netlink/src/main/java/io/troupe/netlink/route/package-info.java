/// rtnetlink, the kernel's network configuration: links, addresses, routes, rules, neighbours and
/// forwarding entries. {@link io.troupe.netlink.route.Rtnetlink} has the verbs, which are those of
/// `ip` and `bridge`; each kind of object is a record, beside a codec that knows its messages.
@NullMarked
package io.troupe.netlink.route;

import org.jspecify.annotations.NullMarked;

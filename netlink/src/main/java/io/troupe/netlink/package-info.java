/// The protocol itself: a {@link io.troupe.netlink.NetlinkSocket} asks the kernel in {@link
/// io.troupe.netlink.Request}s and reads its {@link io.troupe.netlink.Message}s; a {@link
/// io.troupe.netlink.NetworkNamespace} says which network is meant; a {@link
/// io.troupe.netlink.NetlinkException} says what the kernel refused, and in whose words. What the
/// messages mean is in the packages below this one.
@NullMarked
package io.troupe.netlink;

import org.jspecify.annotations.NullMarked;

/// Generic netlink: kernel subsystems that are known by a family's name and get their message type
/// at run time. Other packages build on it; {@link io.troupe.netlink.ipvs} is one.
@NullMarked
package io.troupe.netlink.generic;

import org.jspecify.annotations.NullMarked;

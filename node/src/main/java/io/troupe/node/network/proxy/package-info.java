/// The drivers of [io.troupe.node.network.ServiceProxy]: one that writes rules of nftables, one
/// that configures IPVS, one that does nothing; and the choice between them. Both hold the kernel's
/// own state against what is wanted and change what differs, so that a restart of the agent
/// disturbs nobody.
@NullMarked
package io.troupe.node.network.proxy;

import org.jspecify.annotations.NullMarked;

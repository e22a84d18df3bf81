/// IPVS, the load balancer of the kernel's transport layer: {@link io.troupe.netlink.ipvs.Ipvs} has
/// the verbs of `ipvsadm`, the records are virtual services and their destinations.
@NullMarked
package io.troupe.netlink.ipvs;

import org.jspecify.annotations.NullMarked;

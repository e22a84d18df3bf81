/// The node's name server: services, pods and their addresses under the cluster's domain, answered
/// from what the control plane has pushed; every other name is asked of upstream servers. Queries
/// and answers about the own names are read and written by hand, byte by byte; dnsjava reads and
/// writes whatever goes to and comes from upstream.
@NullMarked
package io.troupe.node.dns;

import org.jspecify.annotations.NullMarked;

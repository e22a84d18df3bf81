/// Addresses, and what a node is told of the cluster's network: its peers, and the services that
/// can be called from it.
@NullMarked
package io.troupe.core.network;

import org.jspecify.annotations.NullMarked;

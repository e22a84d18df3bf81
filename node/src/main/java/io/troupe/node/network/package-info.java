/// The network of a node: how its pods get addresses and reach those of others, how services are
/// called by address and by name.
@NullMarked
package io.troupe.node.network;

import org.jspecify.annotations.NullMarked;

/// The protocol between a node's agent and the control plane: snapshots and deltas of what the node
/// is to run go down with a revision, acknowledgements and reports come up until they are taken. It
/// does not depend on what carries it.
@NullMarked
package io.troupe.actors.session;

import org.jspecify.annotations.NullMarked;

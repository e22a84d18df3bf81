/// The agent of a node: it runs what the control plane assigns to the machine, keeps it running,
/// and tells what it sees. It takes its memory from the runtimes, never from itself.
@NullMarked
package io.troupe.node;

import org.jspecify.annotations.NullMarked;

/// A lab: several hosts on one machine, each with network, processes, mounts and Docker Engine of
/// its own, joined by a network whose links can be cut and healed. People try a cluster in it,
/// tests break one in it.
///
/// A host is nothing but namespaces held by its first process. When that process is killed the
/// kernel ends all others of the host and takes its links and mounts away, so a lab can always be
/// removed whole, whatever state it is in.
@NullMarked
package io.troupe.cli.lab;

import org.jspecify.annotations.NullMarked;

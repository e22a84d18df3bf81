/// The cluster of control members: who belongs to it, how one joins and leaves, and what the others
/// take over when one is gone.
@NullMarked
package io.troupe.actors.cluster;

import org.jspecify.annotations.NullMarked;

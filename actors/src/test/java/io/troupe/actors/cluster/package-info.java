/// Control members in one process: their cluster is real, their journal is shared.
@NullMarked
package io.troupe.actors.cluster;

import org.jspecify.annotations.NullMarked;

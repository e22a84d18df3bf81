/// Which node a pod goes to: filters that explain, scores, and the fleet they read. Pure
/// algorithms.
@NullMarked
package io.troupe.core.placement;

import org.jspecify.annotations.NullMarked;

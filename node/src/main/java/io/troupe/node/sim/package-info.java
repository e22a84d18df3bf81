/// Drivers whose containers, images and volumes exist in memory alone, with scripted behaviour, for
/// tests, plans and scale.
@NullMarked
package io.troupe.node.sim;

import org.jspecify.annotations.NullMarked;

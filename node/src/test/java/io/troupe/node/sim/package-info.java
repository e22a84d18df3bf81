/// Tests of the simulated drivers.
@NullMarked
package io.troupe.node.sim;

import org.jspecify.annotations.NullMarked;

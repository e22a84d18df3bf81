/// Bugs put into the product on purpose, each a small patch, and the proof that the simulator finds
/// every one of them.
@NullMarked
package io.troupe.simulator.planted;

import org.jspecify.annotations.NullMarked;

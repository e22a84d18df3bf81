/// The simulated cluster: members with the real entities, sessions, schedulers and views, machines
/// with the real agent over simulated containers, and the journal between them.
@NullMarked
package io.troupe.simulator.world;

import org.jspecify.annotations.NullMarked;

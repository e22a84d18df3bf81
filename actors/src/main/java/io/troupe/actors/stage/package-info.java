/// The line between what an actor decides and what runs it. A [io.troupe.actors.stage.Role] is an
/// actor's whole conduct without an actor system; a [io.troupe.actors.stage.Stage] gives it timers,
/// time, children and work on other threads: Akka's in life, the simulator's in the simulation.
@NullMarked
package io.troupe.actors.stage;

import org.jspecify.annotations.NullMarked;

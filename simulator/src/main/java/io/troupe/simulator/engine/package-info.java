/// What runs roles in place of an actor system: one thread, virtual time, a network that misbehaves
/// as the seed says.
@NullMarked
package io.troupe.simulator.engine;

import org.jspecify.annotations.NullMarked;

/// Tests of the agent against a scripted session, with simulated and real containers.
@NullMarked
package io.troupe.node;

import org.jspecify.annotations.NullMarked;

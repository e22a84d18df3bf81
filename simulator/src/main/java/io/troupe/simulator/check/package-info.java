/// What must hold: after each step, at each answer, and when everything has come to rest.
@NullMarked
package io.troupe.simulator.check;

import org.jspecify.annotations.NullMarked;

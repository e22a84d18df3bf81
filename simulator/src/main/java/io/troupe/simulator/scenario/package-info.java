/// What happens to a simulated cluster: users' commands and faults at their times, made from a seed
/// or read from a written trace.
@NullMarked
package io.troupe.simulator.scenario;

import org.jspecify.annotations.NullMarked;

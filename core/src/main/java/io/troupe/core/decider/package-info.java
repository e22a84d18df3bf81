/// The shape of every resource: pure functions from state and command to events, and from state to
/// what is owed.
@NullMarked
package io.troupe.core.decider;

import org.jspecify.annotations.NullMarked;

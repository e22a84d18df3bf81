package io.troupe.core.decider;

import io.troupe.core.Cause;
import io.troupe.core.Ref;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Everything a decision may depend on besides state and command. Deciders have no clock and no
/// randomness of their own.
///
/// @param self the deciding resource
public record Context(Ref self, Instant now, Cause cause, RandomGenerator random) {
  /// Seven hex digits, the generated part of a pod's name.
  public String token() {
    return String.format("%07x", random.nextInt(1 << 28));
  }
}

package io.troupe.it.history;

import java.util.Optional;

/// Something with one value that clients write and read, reached over a network.
public interface Register {
  /// Writes a value.
  ///
  /// @return whether it is known to be written; if not, it may be, now or later
  boolean write(String value);

  /// Reads the value; empty when no answer came.
  Optional<String> read();
}

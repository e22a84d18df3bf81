package io.troupe.core.manifest;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What came of reading a manifest: a value, or every problem that stood in the way.
///
/// @param value present exactly when there is no problem
/// @param warnings what was passed over for the sake of old clients
public record Reading<T>(@Nullable T value, List<Problem> problems, List<Problem> warnings) {
  public Reading {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    if ((value == null) == problems.isEmpty()) {
      throw new IllegalArgumentException("a reading has either a value or problems");
    }
  }

  /// True when there is a value.
  public boolean ok() {
    return problems.isEmpty();
  }

  /// The value.
  ///
  /// @throws IllegalStateException naming the problems, when there are any
  public T requireValue() {
    if (value == null) {
      throw new IllegalStateException(
          problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return value;
  }
}

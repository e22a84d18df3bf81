package io.troupe.core.manifest;

import io.troupe.core.manifest.Problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Collects the problems and warnings of one reading.
final class Findings {
  private final Mode mode;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  Findings(Mode mode) {
    this.mode = mode;
  }

  boolean strict() {
    return mode == Mode.STRICT;
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  void shape(Tree at, String expected) {
    String found =
        switch (at) {
          case Tree.Mapping mapping -> "an object";
          case Tree.Sequence sequence -> "a list";
          case Tree.Scalar scalar -> "`" + scalar.raw() + "`";
        };
    add(
        Problem.at(
            Fault.SHAPE,
            at.path(),
            at.location(),
            "expected " + expected + ", found " + found,
            ""));
  }

  void value(Tree at, String message, String remedy) {
    value(at.path(), at.location(), message, remedy);
  }

  void value(String path, Location location, String message, String remedy) {
    add(Problem.at(Fault.VALUE, path, location, message, remedy));
  }

  /// A problem in strict mode; old clients get away with it.
  void lax(Fault fault, String path, Location location, String message, String remedy) {
    Problem problem = Problem.at(fault, path, location, message, remedy);
    (strict() ? problems : warnings).add(problem);
  }

  /// The outcome; the value is asked for only when there are no problems.
  <T> Reading<T> reading(Supplier<T> value) {
    return problems.isEmpty()
        ? new Reading<>(value.get(), List.of(), warnings)
        : new Reading<>(null, problems, warnings);
  }
}

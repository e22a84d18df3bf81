package io.troupe.simulator.check;

/// Something that must never be has been.
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String invariant;

  /// @param invariant its name, the same for every instance of the defect
  public Violation(String invariant, String message) {
    super(invariant + ": " + message);
    this.invariant = invariant;
  }

  public String invariant() {
    return invariant;
  }
}

package io.troupe.it.history;

/// What one client asked of a register, and when.
///
/// @param value what was written, or what was read
/// @param invoked when it was asked, in nanoseconds of one clock for all clients
/// @param returned when the answer came, [#NEVER] when nobody knows whether it took effect
public record Operation(String client, Type type, String value, long invoked, long returned) {
  /// The end of an operation without an answer: it may take effect at any time, or not at all.
  public static final long NEVER = Long.MAX_VALUE;

  /// What can be asked.
  public enum Type {
    WRITE,
    READ
  }

  public boolean isAnswered() {
    return returned != NEVER;
  }

  @Override
  public String toString() {
    return "%s %s %s [%.3f ms, %s]"
        .formatted(
            client,
            type,
            value,
            invoked / 1e6,
            isAnswered() ? returned / 1e6 + " ms" : "no answer");
  }
}

package io.troupe.core.decider;

/// Why a command was refused: a value, not an exception. Nothing was stored.
///
/// @param message for the user: what was wrong, where, and what to do
public record Refusal(Code code, String message) {
  /// What kind of refusal it is; the API maps each to a status.
  public enum Code {
    /// A field of the command is wrong.
    INVALID,
    /// The resource, or one it names, does not exist.
    NOT_FOUND,
    /// The name is taken.
    NOT_UNIQUE,
    /// The resource is in use.
    FORBIDDEN,
    /// A quota of the namespace does not allow it.
    QUOTA,
    /// The phase of the resource does not allow it.
    CONFLICT,
    /// The node has no room for the pod.
    NO_ROOM
  }
}

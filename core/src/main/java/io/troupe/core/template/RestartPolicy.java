package io.troupe.core.template;

/// What an agent does when a container ends.
///
/// @param attempts with [When#ON_FAILURE]: how often at the most, 0 for no bound
public record RestartPolicy(When when, int attempts) {
  /// Restart whatever the exit code was; the default of a service.
  public static final RestartPolicy ALWAYS = new RestartPolicy(When.ALWAYS, 0);

  public RestartPolicy {
    if (attempts < 0) {
      throw new IllegalArgumentException("restart attempts cannot be negative: " + attempts);
    }
  }

  /// On which ends a container is started again.
  public enum When {
    ALWAYS,
    ON_FAILURE,
    UNLESS_STOPPED,
    NO
  }

  /// True when a container that ended so is to be started again.
  ///
  /// @param exitCode what the container ended with
  /// @param restarts how often it was restarted already
  public boolean restarts(int exitCode, int restarts) {
    return switch (when) {
      case ALWAYS, UNLESS_STOPPED -> true;
      case ON_FAILURE -> exitCode != 0 && (attempts == 0 || restarts < attempts);
      case NO -> false;
    };
  }
}

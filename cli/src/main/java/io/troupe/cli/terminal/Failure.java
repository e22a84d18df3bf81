package io.troupe.cli.terminal;

/// A command that did not succeed, with what to tell the user and the exit code. The message says
/// what was wrong, where, and what to do about it.
public final class Failure extends RuntimeException {
  private final int exit;

  public Failure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  /// The user asked for something that cannot be meant.
  public static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  /// What was asked for was refused or did not work.
  public static Failure failed(String message) {
    return new Failure(Exit.FAILED, message);
  }

  /// There is no such resource.
  public static Failure notFound(String message) {
    return new Failure(Exit.NOT_FOUND, message);
  }

  /// What to tell the user.
  public String message() {
    return String.valueOf(getMessage());
  }

  /// One of the codes of [Exit].
  public int exit() {
    return exit;
  }
}

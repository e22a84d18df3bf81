package io.troupe.cli.terminal;

/// The exit codes of the command, as its help states them.
public final class Exit {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int UNREACHABLE = 4;
  public static final int TIMEOUT = 5;
  public static final int DENIED = 6;

  private Exit() {}
}

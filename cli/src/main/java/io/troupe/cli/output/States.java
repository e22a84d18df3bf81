package io.troupe.cli.output;

import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Terminal;

/// State words in the colour of what they mean.
public final class States {
  private States() {}

  /// The word, painted.
  public static String paint(Terminal terminal, String state) {
    return switch (state) {
      case "ready", "running", "online", "started", "up" -> terminal.paint(Colour.GOOD, state);
      case "error", "offline", "lost", "not ready", "exited", "unreachable", "down" ->
          terminal.paint(Colour.BAD, state);
      case "destroy", "destroyed", "stopped" -> terminal.paint(Colour.FAINT, state);
      default -> terminal.paint(Colour.WARN, state);
    };
  }
}

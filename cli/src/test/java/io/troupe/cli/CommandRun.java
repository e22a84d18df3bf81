package io.troupe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/// A run of the command as a user would see it.
public record CommandRun(int exit, String out, String err) {
  /// Runs it without colours, away from the home directory of whoever tests.
  public static CommandRun of(Map<String, String> environment, String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> variables = new HashMap<>(Map.of("HOME", "/nonexistent"));
    variables.putAll(environment);
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            Map.copyOf(variables),
            false,
            variables.containsKey("COLOURS"));
    int exit = Main.run(terminal, arguments);
    return new CommandRun(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Runs it against a server, in namespace `demo`.
  public static CommandRun at(FakeServer server, String command) {
    return of(
        Map.of("TROUPE_SERVER", server.url(), "TROUPE_NAMESPACE", "demo"),
        "",
        command.split(" ", -1));
  }
}

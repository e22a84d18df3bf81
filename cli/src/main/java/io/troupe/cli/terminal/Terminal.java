package io.troupe.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Everything a command sees of the process around it, so that tests can stand in for it.
///
/// @param interactive whether a person looks at the output, so that lines may be redrawn
/// @param colours whether the output may be coloured
public record Terminal(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Map<String, String> environment,
    boolean interactive,
    boolean colours) {
  /// The process's own. The launcher knows whether output goes to a terminal and says so in the
  /// property `troupe.terminal`, which is much cheaper than finding out here.
  public static Terminal ofProcess() {
    boolean interactive = Boolean.getBoolean("troupe.terminal");
    Map<String, String> environment = System.getenv();
    boolean colours =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        System.in,
        environment,
        interactive,
        colours);
  }

  /// An environment variable that is set and not empty.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /// The user's home directory.
  public Path home() {
    return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home", "/")));
  }

  /// Prints a line.
  public void line(String text) {
    out.print(text + "\n");
    out.flush();
  }

  /// Prints a remark to the error stream: it is not the command's answer.
  public void remark(String text) {
    err.print(text + "\n");
    err.flush();
  }

  /// The text in a colour, or plain where there are none.
  public String paint(Colour colour, String text) {
    return colours && !text.isEmpty() ? colour.wrap(text) : text;
  }

  /// Whether the reader of the output has gone, so that printing on is useless.
  public boolean abandoned() {
    return out.checkError();
  }
}

package io.troupe.cli.lab;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Steps a clock.
@Command(
    name = "clock",
    description = {
      "Set the time of day that a host's Troupe sees, as an offset from the true one: 1h later,",
      "-30s earlier, 0s the true time. Give negative ones after --. The lab must have --clocks."
    })
final class ClockCommand implements Callable<Integer> {
  private static final Pattern FORM = Pattern.compile("([+-]?)(\\d{1,9})(s|m|h|d)");

  private final Terminal terminal;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "HOST", description = "Which host.")
  private String host = "";

  @Parameters(index = "1", paramLabel = "OFFSET", description = "As 1h or -30s.")
  private String offset = "";

  ClockCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Lab lab = options.open();
    lab.step(lab.host(host), seconds(offset));
    terminal.line("the clock of " + host + " is " + offset + " from the true one");
    return Exit.OK;
  }

  static long seconds(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage("'" + text + "' is no offset: give one as 1h, 30s or -30s");
    }
    long unit =
        switch (matcher.group(3)) {
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 1;
        };
    long seconds = Long.parseLong(matcher.group(2)) * unit;
    return matcher.group(1).equals("-") ? -seconds : seconds;
  }
}

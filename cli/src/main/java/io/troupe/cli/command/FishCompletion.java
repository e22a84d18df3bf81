package io.troupe.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A completion script for fish, made from the command line's own description.
final class FishCompletion {
  private FishCompletion() {}

  static String script(CommandLine root) {
    List<String> lines = new ArrayList<>();
    lines.add("complete -c troupe -f");
    root.getSubcommands().forEach((name, line) -> command(lines, name, line));
    return String.join("\n", lines);
  }

  private static void command(List<String> lines, String name, CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    lines.add(
        "complete -c troupe -n __fish_use_subcommand -a " + name + " -d " + quote(summary(spec)));
    String inside = " -n '__fish_seen_subcommand_from " + name + "'";
    line.getSubcommands()
        .forEach((sub, inner) ->
            lines.add(
                "complete -c troupe"
                    + inside
                    + " -a "
                    + sub
                    + " -d "
                    + quote(summary(inner.getCommandSpec()))));
    spec.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> lines.add("complete -c troupe" + inside + option(option)));
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      text.append(" -r");
    }
    String[] description = option.description();
    return text.append(" -d ")
        .append(quote(description.length == 0 ? "" : description[0]))
        .toString();
  }

  private static String summary(CommandSpec spec) {
    String[] description = spec.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

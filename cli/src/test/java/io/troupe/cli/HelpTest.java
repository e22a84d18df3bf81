package io.troupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  private static CommandRun run(String... arguments) {
    return CommandRun.of(Map.of(), "", arguments);
  }

  @Test
  void listsEveryCommandAndTheExitCodes() {
    assertThat(run("--help").out())
        .contains("quickstart", "dev", "apply", "why", "completion")
        .contains("0 done", "4 server unreachable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev",
        "quickstart",
        "down",
        "apply",
        "get",
        "describe",
        "delete",
        "scale",
        "redeploy",
        "logs",
        "wait",
        "events",
        "audit",
        "history",
        "replay",
        "why",
        "lab",
        "config",
        "storage",
        "completion",
        "version"
      })
  void explainsEachCommandInBothWays(String command) {
    CommandRun flag = run(command, "--help");
    assertThat(flag.exit()).isZero();
    assertThat(flag.out()).startsWith("Usage: troupe " + command);
    assertThat(run("help", command).out()).startsWith("Usage: troupe " + command);
  }

  @Test
  void exitsWithTwoForWhatItDoesNotKnow() {
    CommandRun run = run("conjure");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("conjure", "--help");
    assertThat(run("get", "--sideways").exit()).isEqualTo(2);
    assertThat(run().exit()).isEqualTo(2);
  }

  @Test
  void writesACompletionScriptForEachShell() {
    for (String shell : List.of("bash", "zsh")) {
      assertThat(run("completion", shell).out()).contains("quickstart", "complete -F");
    }
    assertThat(run("completion", "fish").out())
        .contains("complete -c troupe -n __fish_use_subcommand -a get")
        .contains("-l replicas");
  }

  @Test
  void coloursOnlyWhereAsked() {
    CommandRun plain =
        CommandRun.of(Map.of("TROUPE_SERVER", "http://127.0.0.1:1"), "", "get", "no");
    assertThat(plain.err()).doesNotContain("\u001b");
    CommandRun painted =
        CommandRun.of(
            Map.of("TROUPE_SERVER", "http://127.0.0.1:1", "COLOURS", "1"), "", "get", "no");
    assertThat(painted.err()).contains("\u001b[31m");
  }
}

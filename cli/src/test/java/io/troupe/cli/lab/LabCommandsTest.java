package io.troupe.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands of the lab say when there is none, or what is asked cannot be meant.
class LabCommandsTest {
  @TempDir Path labs;

  private CommandRun run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "lab";
    all[1] = words[0];
    all[2] = "--directory";
    all[3] = labs.toString();
    System.arraycopy(words, 1, all, 4, words.length - 1);
    return CommandRun.of(Map.of(), "", all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "status",
        "env",
        "exec",
        "cut",
        "heal",
        "delay",
        "stop",
        "continue",
        "kill",
        "start",
        "clock",
        "down"
      })
  void explainsEachCommand(String command) {
    CommandRun help = CommandRun.of(Map.of(), "", "lab", command, "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).startsWith("Usage: troupe lab " + command);
  }

  @Test
  void saysHowToMakeALabWhereThereIsNone() {
    for (List<String> words :
        List.of(
            List.of("status"),
            List.of("env"),
            List.of("cut", "host1"),
            List.of("heal"),
            List.of("kill", "host1"),
            List.of("exec", "host1", "--", "true"))) {
      CommandRun run = run(words.toArray(String[]::new));
      assertThat(run.exit()).as("%s", words).isEqualTo(3);
      assertThat(run.err()).contains("there is no lab 'lab'", "troupe lab up");
    }
    assertThat(run("down").out()).isEqualTo("There is no lab 'lab'.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--name, Big!, cannot name a lab",
    "--name, alongerthaneleven, up to 11",
    "--hosts, 0, 1 to 200 hosts",
    "--control, 4, 'of 3 hosts 1 to 3 can be control members, not 4'",
    "--control, 2, --cassandra",
    "--subnet, 10.0.0.0/8, 10.213.0.0/24",
    "--disk, much, 64m",
    "--set, slots=5, troupe.node.slots=5",
  })
  void refusesALabThatCannotBeMeantAndSaysWhatCan(String option, String value, String remedy) {
    CommandRun run = run("up", option, value);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(remedy);
    assertThat(labs).isEmptyDirectory();
  }

  @Test
  void takesOffsetsOfClocks() {
    assertThat(ClockCommand.seconds("90s")).isEqualTo(90);
    assertThat(ClockCommand.seconds("+2m")).isEqualTo(120);
    assertThat(ClockCommand.seconds("-1h")).isEqualTo(-3_600);
    assertThat(ClockCommand.seconds("1d")).isEqualTo(86_400);
  }

  @Test
  void remembersALabAsItWas() {
    LabHost host = new LabHost(1, "host1", "10.213.0.11", true, new Held(7, 8));
    LabState state =
        new LabState(
            "lab",
            new Subnet("10.213.0"),
            new Held(5, 6),
            List.of(host),
            List.of(new LabState.Cut("host1", "host2")),
            Map.of("host1", 20),
            true,
            false,
            List.of("troupe.node.slots=5"),
            "secret");
    state.write(labs);
    assertThat(LabState.read(labs)).contains(state);
  }

  @Test
  void tellsAProcessFromALaterOneOfTheSameNumber() {
    Held self = Held.find(ProcessHandle.current().pid()).orElseThrow();
    assertThat(self.alive()).isTrue();
    assertThat(new Held(self.pid(), self.started() + 1).alive()).isFalse();
    assertThat(Held.find(Long.MAX_VALUE)).isEmpty();
  }
}

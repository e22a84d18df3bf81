package io.troupe.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lab as a person would use it, command by command.
class LabCommandTest {
  private static final String NAME = "it-cli";

  @TempDir Path labs;

  @AfterEach
  void remove() {
    Lab.down(labs, NAME);
  }

  private Cli lab(String command, String... words) {
    List<String> all = new ArrayList<>(List.of("lab", command, "--name", NAME));
    all.addAll(List.of("--directory", labs.toString()));
    all.addAll(List.of(words));
    return Cli.run(Map.of("TROUPE_SERVER", "", "TROUPE_TOKEN", ""), "", all.toArray(String[]::new));
  }

  @Test
  void aClusterIsMadeLookedAtTornMendedAndRemoved() {
    TestLab.require(LabPlan.of(2).withoutEngines());
    assertThat(lab("up", "--hosts", "2", "--sim", "--subnet", "10.216.9.0/24").ok())
        .contains("The lab has 2 hosts", "troupe lab env");
    assertThat(lab("status").ok())
        .containsPattern("host1 +10.216.9.11 +control,node +running +gone")
        .containsPattern("host2 +10.216.9.12 +node +running +gone");

    Map<String, String> environment = new HashMap<>();
    lab("env")
        .ok()
        .lines()
        .forEach(line -> {
          String[] pair = line.replace("export ", "").split("=", 2);
          environment.put(pair[0], pair[1]);
        });
    assertThat(environment).containsOnlyKeys("TROUPE_SERVER", "TROUPE_TOKEN");
    assertThat(Cli.run(environment, "", "get", "nodes").ok()).contains("host1", "host2");

    assertThat(lab("exec", "host2", "--", "sh", "-c", "hostname; exit 9").exit()).isEqualTo(9);
    assertThat(lab("exec", "host2", "--", "hostname").ok()).isEqualTo("host2\n");
    assertThat(lab("cut", "host2", "--one-way").ok()).contains("host2 no longer reaches host1");
    assertThat(lab("status").ok()).containsPattern("host2 .*running +gone +host1\n");
    assertThat(lab("heal").ok()).contains("all links are whole");
    assertThat(lab("cut", "host7").err()).contains("no host 'host7'", "host1, host2");
    assertThat(lab("kill", "host2").ok()).contains("troupe on host2 is killed");
    assertThat(lab("stop", "host2").err()).contains("does not run on host2");
    assertThat(lab("clock", "host2", "1h").err()).contains("--clocks");
    assertThat(lab("up").err()).contains("troupe lab down");

    assertThat(lab("down").ok()).contains("is gone");
    assertThat(Lab.remains(labs, NAME)).isEmpty();
    assertThat(lab("down").ok()).contains("There is no lab");
  }
}

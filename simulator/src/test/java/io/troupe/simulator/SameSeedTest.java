package io.troupe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.simulator.scenario.Scenarios;
import io.troupe.simulator.world.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The same seed gives the same log, byte for byte, in this process and in any other.
class SameSeedTest {
  private static final List<Long> SEEDS = List.of(3L, 18L, 37L, 72L, 168L);

  @Test
  void theSameSeedGivesTheSameLog() {
    for (long seed : SEEDS) {
      String log = log(seed);
      assertThat(log).as("seed %d", seed).isNotEmpty().isEqualTo(log(seed));
    }
  }

  @Test
  void anotherSeedGivesAnotherLog() {
    assertThat(log(3)).isNotEqualTo(log(4));
  }

  @Test
  void anotherProcessGivesTheSameLog() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SameSeedTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String digests = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    assertThat(digests.lines().toList())
        .isEqualTo(SEEDS.stream().map(seed -> digest(log(seed))).toList());
  }

  public static void main(String[] args) {
    SEEDS.forEach(seed -> System.out.println(digest(log(seed))));
  }

  private static String log(long seed) {
    return Simulation.run(Scenarios.of(seed), true).log();
  }

  private static String digest(String log) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(log.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

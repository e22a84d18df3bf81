package io.troupe.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.CommandRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real platform, with containers that only exist in memory, used by the real client.
final class PlatformTest {
  private static final String MANIFEST =
      """
      kind: Namespace
      meta: {name: demo}
      ---
      kind: Service
      meta: {name: hello, namespace: demo}
      spec:
        replicas: 2
        template:
          containers: [{name: web, image: {name: "nginx:1"}}]
      """;

  @TempDir Path data;
  private Platform platform;

  @BeforeEach
  void start() {
    platform = Platform.simulated(data);
  }

  @AfterEach
  void stop() {
    platform.stop();
  }

  private CommandRun run(String input, String command) {
    return CommandRun.of(
        Map.of("TROUPE_SERVER", platform.url(), "TROUPE_NAMESPACE", "demo", "USER", "ada"),
        input,
        command.split(" ", -1));
  }

  @Test
  void runsAServiceFromApplyToRemovalAndRemembersItAcrossARestart() {
    assertThat(run(MANIFEST, "apply -f -").out())
        .isEqualTo("namespace demo created\nservice demo/hello created\n");
    assertThat(run(MANIFEST, "apply -f -").out()).contains("service demo/hello unchanged");
    assertThat(run("", "wait hello --timeout 30s").err()).isEmpty();
    assertThat(run("", "get services").out()).contains("2/2");
    assertThat(run("", "why service hello").out()).contains("ada");

    platform.stop();
    platform = Platform.simulated(data);
    assertThat(run("", "wait hello --timeout 30s").err()).isEmpty();

    assertThat(run("", "scale hello 1").exit()).isZero();
    assertThat(run("", "wait hello --timeout 30s").err()).isEmpty();
    assertThat(run("", "get services").out()).contains("1/1");
    assertThat(run("", "delete service hello --wait --timeout 30s").err()).isEmpty();
    assertThat(run("", "get service hello").exit()).isEqualTo(3);
    assertThat(run("", "history service demo/hello").out()).contains("ServiceRequested");
  }

  @Test
  void namesTheLineOfAMistakeAndStoresNothing() {
    CommandRun run = run(MANIFEST.replace("replicas", "replcas"), "apply -f -");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("standard input:7:3", "replcas", "replicas");
    assertThat(run("", "get namespace demo").exit()).isEqualTo(3);
  }
}

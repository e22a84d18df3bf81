package io.troupe.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.troupe.cli.CommandRun;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.node.AgentSettings;
import io.troupe.node.Runtimes;
import io.troupe.node.network.NetworkChange;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.pod.PodAttachments;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
    assertThat(run("", "wait hello --timeout 5m").err()).isEmpty();
    assertThat(run("", "get services").out()).contains("2/2");
    assertThat(run("", "why service hello").out()).contains("ada");

    platform.stop();
    platform = Platform.simulated(data);
    assertThat(run("", "wait hello --timeout 5m").err()).isEmpty();

    assertThat(run("", "scale hello 1").exit()).isZero();
    assertThat(run("", "wait hello --timeout 5m").err()).isEmpty();
    assertThat(run("", "get services").out()).contains("1/1");
    assertThat(run("", "delete service hello --wait --timeout 5m").err()).isEmpty();
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

  /// A member that is put out of the cluster begins anew, in the same process and with the same
  /// runtimes.
  @Test
  void leavesTheRuntimesOpenThatItWasGiven(@TempDir Path other) {
    Config config =
        PlatformConfig.of(
            Map.of(
                "troupe.api.port",
                0,
                "troupe.node.runtime",
                "sim",
                "troupe.journal.path",
                other.resolve("journal.db").toString()));
    ToldToClose network = new ToldToClose(new AtomicBoolean());
    Runtimes runtimes = Runtimes.sim(AgentSettings.from(config), network, InstantSource.system());
    Platform member = Platform.begin(config, runtimes, _ -> {});
    member.awaitReady();
    member.stop();
    assertThat(network.closed()).isFalse();
    runtimes.close();
    assertThat(network.closed()).isTrue();
  }

  private record ToldToClose(AtomicBoolean closed) implements NetworkRuntime {
    @Override
    public List<Driver> drivers() {
      return List.of();
    }

    @Override
    public PodAttachments attachments() {
      return PodAttachments.ofRuntime(List.of());
    }

    @Override
    public void apply(NetworkChange change) {}

    @Override
    public void close() {
      closed.set(true);
    }
  }
}

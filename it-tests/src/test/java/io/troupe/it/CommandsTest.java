package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The installed command against a platform that runs, as a user types it.
class CommandsTest {
  private static final String SPACE = "it-commands";
  private static final String ESCAPE = "\u001b[";
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /// Counts aloud, five times a second.
  private static final String COUNTING =
      "entrypoint: /bin/sh\n        args: [\"-c\", \"trap 'exit 0' TERM; i=0;"
          + " while :; do echo line-$i.; i=$((i+1)); sleep 0.2 & wait $!; done\"]";

  @TempDir static Path directory;
  private static Docker docker;
  private static TroupeProcess troupe;

  @BeforeAll
  static void start() {
    docker = Docker.require();
    troupe = TroupeProcess.docker(directory.resolve("data"), docker).start();
    troupe.api().apply(Manifests.namespace(SPACE)).ok();
  }

  @AfterAll
  static void clean() {
    if (troupe != null) {
      docker.clean(troupe);
      docker.close();
    }
  }

  private static String run(String line) {
    return troupe.cli(line.split(" ")).ok();
  }

  private static String service(String name) {
    return Manifests.service(SPACE + ":" + name, 1, TestImage.ONE);
  }

  private static void applied(String name) {
    troupe.api().apply(service(name)).ok();
    run("wait service/%s -n %s --for=ready".formatted(name, SPACE));
  }

  @Test
  void showsAnEventThatHappensWhileItWatches() {
    try (Following events = Following.of(troupe, "events", "-w", "-n", SPACE)) {
      eventually(() -> assertThat(events.said()).contains("namespace " + SPACE));
      assertThat(events.said()).doesNotContain("watched");
      troupe.api().apply(service("watched")).ok();
      eventually(() ->
          assertThat(events.said())
              .containsPattern("service it-commands/watched +ServiceRequested")
              .contains("ServiceAdmitted", "PodCreated"));
      assertThat(events.isAlive()).isTrue();
    }
  }

  @Test
  void printsWhatAContainerWritesAndGoesOnWithIt() {
    troupe.api().apply(service("counting").replace("entrypoint: /run", COUNTING)).ok();
    run("wait service/counting -n " + SPACE);
    eventually(() ->
        assertThat(run("logs service/counting -n " + SPACE).lines().limit(2))
            .satisfiesExactly(
                line -> assertThat(line).endsWith(" line-0."),
                line -> assertThat(line).endsWith(" line-1.")));
    String pod =
        troupe.api().list("pod", SPACE).stream()
            .map(view -> view.at("/meta/self_link").asText())
            .filter(link -> link.startsWith(SPACE + ":counting:"))
            .findFirst()
            .orElseThrow();
    assertThat(run("logs " + pod)).startsWith("line-0.\nline-1.\n");
    String newest = run("logs " + pod + " --tail 1").strip();
    assertThat(newest).matches("line-\\d+\\.");
    int count = Integer.parseInt(newest.replaceAll("\\D", ""));
    try (Following log = Following.of(troupe, "logs", "-f", "--tail", "1", pod)) {
      eventually(() -> assertThat(log.said()).contains("line-" + (count + 20) + "."));
      assertThat(log.said()).doesNotContain("line-0.");
    }
    run("delete service/counting -n " + SPACE);
  }

  @Test
  void redeploysAService() {
    applied("turned");
    String link = SPACE + ":turned";
    List<String> before = Docker.ids(docker.running(troupe, link));
    assertThat(before).hasSize(1);

    run("redeploy turned -n " + SPACE);

    eventually(() ->
        assertThat(Docker.ids(docker.containers(troupe, link)))
            .hasSize(1)
            .doesNotContainAnyElementsOf(before));
  }

  @Test
  void appliesFromAnAddressADirectoryAndTheStandardInput() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] manifest = service("downloaded").getBytes(UTF_8);
    web.createContext(
        "/web.yml",
        exchange -> {
          exchange.sendResponseHeaders(200, manifest.length);
          exchange.getResponseBody().write(manifest);
          exchange.close();
        });
    web.start();
    String url = "http://127.0.0.1:" + web.getAddress().getPort();
    try {
      assertThat(run("apply -f " + url + "/web.yml"))
          .isEqualTo("service it-commands/downloaded created\n");
      Cli absent = troupe.cli("apply", "-f", url + "/none.yml");
      assertThat(absent.exit()).isEqualTo(1);
      assertThat(absent.err()).contains(url + "/none.yml", "404");
    } finally {
      web.stop(0);
    }
    Path manifests = Files.createDirectory(directory.resolve("manifests"));
    Files.writeString(manifests.resolve("one.yml"), service("first"));
    Files.writeString(manifests.resolve("two.yaml"), service("second"));
    Files.writeString(manifests.resolve("notes.txt"), "no manifest");
    assertThat(run("apply -f " + manifests))
        .isEqualTo("service it-commands/first created\nservice it-commands/second created\n");
    assertThat(troupe.cliWith(service("typed"), "apply", "-f", "-").ok())
        .isEqualTo("service it-commands/typed created\n");
    assertThat(troupe.cliWith(service("typed"), "apply", "-f", "-").ok())
        .isEqualTo("service it-commands/typed unchanged\n");
  }

  @Test
  void tellsWhatHasHappenedAndWhy() {
    applied("told");
    String target = "service/told -n " + SPACE;

    assertThat(run("history " + target).lines().toList())
        .satisfies(lines -> assertThat(lines.getFirst()).startsWith("REVISION"))
        .satisfies(lines -> assertThat(lines.get(1)).contains("ServiceRequested"))
        .anySatisfy(line -> assertThat(line).contains("DeploymentActivated"));
    assertThat(run("replay " + target))
        .startsWith("#1 ServiceRequested")
        .contains("\n#2 ", "\n  + ", "\n  ~ ");
    assertThat(run("why " + target)).startsWith("service it-commands/told\n").contains("because ");
    assertThat(run("audit " + target + " --type service.ServiceRequested").lines()).hasSize(2);
    assertThat(run("audit --kind service --since 10m -n " + SPACE)).contains("it-commands/told");
    assertThat(troupe.cli("audit", "--principal", "nobody-at-all").ok()).isEmpty();
  }

  @Test
  void waitsForWhatComesAndDeletes() {
    troupe.api().apply(service("brief")).ok();
    assertThat(run("wait service/brief --for=ready -n " + SPACE))
        .isEqualTo("service it-commands/brief is ready\n");
    assertThat(docker.running(troupe, SPACE + ":brief")).hasSize(1);

    assertThat(run("delete service/brief --wait -n " + SPACE))
        .isEqualTo("service it-commands/brief deleted\n");

    assertThat(docker.containers(troupe, SPACE + ":brief")).isEmpty();
    assertThat(troupe.cli("get", "service/brief", "-n", SPACE).exit()).isEqualTo(3);
    assertThat(troupe.cli("delete", "service/brief", "-n", SPACE).exit()).isEqualTo(3);
    assertThat(run("delete service/brief --ignore-not-found -n " + SPACE))
        .contains("was not there");
  }

  @Test
  void keepsServersAsContexts() throws IOException {
    Path home = Files.createDirectory(directory.resolve("home"));
    Map<String, String> environment =
        Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", "", "TROUPE_SERVER", "");
    String url = troupe.api().url();
    assertThat(at(environment, "config set-context here --server " + url + " -n " + SPACE))
        .isEqualTo("context here saved and in use\n");
    assertThat(at(environment, "config set-context there --server http://127.0.0.1:1"))
        .isEqualTo("context there saved\n");
    assertThat(at(environment, "config get-contexts")).contains("here", "there", url);
    assertThat(at(environment, "config current-context")).isEqualTo("here\n");
    assertThat(at(environment, "get nodes")).contains(troupe.node());

    at(environment, "config use-context there");
    assertThat(at(environment, "config current-context")).isEqualTo("there\n");
    assertThat(Cli.run(environment, "", "get", "nodes").exit()).isEqualTo(4);

    at(environment, "config delete-context there");
    assertThat(at(environment, "config get-contexts")).contains("here").doesNotContain("there");
    assertThat(Cli.run(environment, "", "config", "current-context").exit()).isEqualTo(3);
  }

  private static String at(Map<String, String> environment, String line) {
    return Cli.run(environment, "", line.split(" ")).ok();
  }

  @Test
  void paintsForATerminalAlone() throws IOException, InterruptedException {
    assertThat(run("get nodes")).contains("ready").doesNotContain(ESCAPE);
    assumeTrue(Files.isExecutable(SCRIPT), "needs /usr/bin/script (package bsdutils)");
    assertThat(inTerminal(Map.of())).contains(troupe.node(), ESCAPE + "32mready");
    assertThat(inTerminal(Map.of("NO_COLOR", "1")))
        .contains(troupe.node(), "ready")
        .doesNotContain(ESCAPE);
  }

  private static String inTerminal(Map<String, String> more)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                SCRIPT.toString(), "-qec", Distribution.command() + " get nodes", "/dev/null")
            .redirectErrorStream(true);
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(Map.of("TERM", "xterm", "TROUPE_SERVER", troupe.api().url()));
    builder.environment().putAll(more);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("it said %s", said).isZero();
    return said;
  }
}

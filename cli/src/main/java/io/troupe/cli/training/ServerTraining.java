package io.troupe.cli.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.cli.Main;
import io.troupe.cli.platform.HeadStart;
import io.troupe.cli.platform.Platform;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// Runs the platform with simulated containers through a service's life: apply, wait, look, scale,
/// delete.
public final class ServerTraining {
  private static final String MANIFEST =
      """
      kind: Namespace
      meta: {name: demo}
      ---
      kind: Service
      meta: {name: hello, namespace: demo}
      spec:
        replicas: 3
        template:
          containers:
            - name: web
              image: {name: "nginx:1"}
              ports: ["8080/tcp"]
              env: [{name: A, value: "1"}]
              resources: {limits: {ram: 32mib, cpu: "0.1"}}
      """;

  private ServerTraining() {}

  /// @param arguments a directory for scratch
  public static void main(String[] arguments) {
    Path scratch = Path.of(arguments[0]);
    HeadStart.begin();
    Platform platform = Platform.simulated(scratch);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Terminal terminal = terminal(scratch, platform.url(), said);
    boolean failed = Main.run(terminal, "dev", "--runtime", "none") != Exit.USAGE;
    for (String command :
        new String[] {
          "apply -f -",
          "wait service/hello",
          "get services",
          "get pods",
          "get nodes",
          "describe service hello",
          "why service hello",
          "events",
          "scale hello 1",
          "delete service hello --wait"
        }) {
      failed |= Main.run(terminal, command.split(" ", -1)) != 0;
    }
    platform.stop();
    if (failed) {
      throw new IllegalStateException("a command failed: " + said.toString(UTF_8));
    }
    System.exit(0);
  }

  private static Terminal terminal(Path home, String url, ByteArrayOutputStream said) {
    PrintStream out = new PrintStream(said, true, UTF_8);
    InputStream in = new ByteArrayInputStream(MANIFEST.getBytes(UTF_8));
    Map<String, String> environment =
        Map.of("HOME", home.toString(), "TROUPE_SERVER", url, "TROUPE_NAMESPACE", "demo");
    return new Terminal(out, out, in, environment, false, false);
  }
}

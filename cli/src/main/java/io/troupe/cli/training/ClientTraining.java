package io.troupe.cli.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.troupe.cli.Main;
import io.troupe.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/// Runs the client's commands against a server that answers each route with one recorded answer.
public final class ClientTraining {
  private static final String MANIFEST = "kind: Namespace\nmeta: {name: demo}\n";

  private ClientTraining() {}

  /// @param arguments a directory for scratch
  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/v2/resources/service", "services.json");
    answer(server, "/v2/resources/pod", "pods.json");
    answer(server, "/v2/resources/service/demo:hello", "service.json");
    answer(server, "/v2/events", "events.json");
    answer(server, "/v2/history", "events.json");
    answer(server, "/v2/why", "why.json");
    answer(server, "/v2/apply", "applied.json");
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Terminal terminal = terminal(arguments[0], url);
    int failures = 0;
    for (String command :
        new String[] {
          "--help",
          "get --help",
          "get services",
          "get pods -A -o wide",
          "get service hello -o yaml",
          "get pods -o json",
          "describe service hello",
          "why service/hello",
          "events",
          "apply -f -",
          "config get-contexts",
          "get sorcerers"
        }) {
      failures += Main.run(terminal, command.split(" ", -1)) == 0 ? 0 : 1;
    }
    server.stop(0);
    if (failures != 1) {
      throw new IllegalStateException(failures + " commands failed, and one was to");
    }
  }

  private static Terminal terminal(String home, String url) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    return new Terminal(
        nowhere,
        nowhere,
        new ByteArrayInputStream(MANIFEST.getBytes(UTF_8)),
        Map.of("HOME", home, "TROUPE_SERVER", url, "TROUPE_NAMESPACE", "demo"),
        false,
        true);
  }

  private static void answer(HttpServer server, String path, String resource) throws IOException {
    byte[] body;
    try (InputStream in = ClientTraining.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is no resource " + resource);
      }
      body = in.readAllBytes();
    }
    server.createContext(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}

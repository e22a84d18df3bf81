package io.troupe.cli.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.EventStream;
import io.troupe.cli.client.Json;
import io.troupe.cli.command.Session;
import io.troupe.cli.output.Ages;
import io.troupe.cli.output.Views;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// The service of the example, watched until it is ready.
final class HelloService {
  private static final String PATH = "/v2/resources/service/demo:hello";
  private static final int PORT = 8080;

  private final Session session;
  private final Terminal terminal;

  HelloService(Session session, Terminal terminal) {
    this.session = session;
    this.terminal = terminal;
  }

  /// Shows how the pods come up, and returns them when all are ready.
  List<JsonNode> awaitReady(Duration patience) {
    Client client = session.client();
    PodBoard board = new PodBoard(terminal);
    long deadline = System.nanoTime() + patience.toNanos();
    long revision = client.get("/v2/events?order=newest&limit=1").path("head").asLong();
    JsonNode view = client.get(PATH);
    board.show(Views.pods(view));
    if (isReady(view)) {
      return Views.pods(view);
    }
    try (EventStream events = EventStream.open(client, "namespace=demo", revision)) {
      while (!isReady(view)) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || events.next(left).isEmpty()) {
          throw late(patience, view);
        }
        while (events.next(Duration.ZERO).isPresent()) {
          // one look is enough for all that has come
        }
        view = client.get(PATH);
        board.show(Views.pods(view));
      }
    }
    return Views.pods(view);
  }

  private static boolean isReady(JsonNode view) {
    List<JsonNode> pods = Views.pods(view);
    return Json.text(view, "status.state").equals("ready")
        && pods.size() == Json.at(view, "spec.replicas").asInt()
        && pods.stream().allMatch(Views::isReady);
  }

  private static Failure late(Duration patience, JsonNode view) {
    String message = Json.text(view, "status.message");
    return new Failure(
        Exit.TIMEOUT,
        "the service is not ready after "
            + Ages.of(patience)
            + " (state "
            + Json.text(view, "status.state")
            + (message.isEmpty() ? "" : ", " + message)
            + "); look at `troupe describe service demo/hello` and `troupe events -n demo`");
  }

  /// Fetches the page of one pod and prints it.
  void fetch(JsonNode pod) {
    String url = "http://" + Json.text(pod, "status.network.pod_ip") + ":" + PORT + "/";
    try {
      terminal.line("  " + url + "  " + page(url));
    } catch (IOException unreachable) {
      throw Failure.failed(
          "the pod runs, but " + url + " does not answer: " + unreachable.getMessage());
    }
  }

  /// A container that has just started may need a moment before it listens.
  private static String page(String url) throws IOException {
    IOException last = new IOException("never tried");
    for (int attempt = 0; attempt < 50; attempt++) {
      try {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(1_000);
        connection.setReadTimeout(2_000);
        try (var in = connection.getInputStream()) {
          return new String(in.readAllBytes(), UTF_8).strip();
        }
      } catch (IOException notYet) {
        last = notYet;
        pause();
      }
    }
    throw last;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }
}

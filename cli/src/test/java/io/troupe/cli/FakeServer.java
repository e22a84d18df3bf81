package io.troupe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// An API server that answers what a test told it to, and keeps what it was asked.
public final class FakeServer implements AutoCloseable {
  /// One request: `GET /v2/resources/pod?namespace=demo`.
  public record Request(String line, String body, Map<String, List<String>> headers) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  private record Reply(int status, String type, String body) {}

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();
  private final HttpServer server;

  public FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Answers a request with a status and JSON. Said again for the same request, the answers come
  /// one after the other, and the last one stays.
  public FakeServer on(String request, int status, String json) {
    return reply(request, new Reply(status, "application/json", json));
  }

  /// Answers a request with a stream of events that then ends.
  public FakeServer stream(String request, String... events) {
    StringBuilder body = new StringBuilder(": hello\n\n");
    for (String event : events) {
      body.append("id: 0\nevent: x\ndata: ").append(event).append("\n\n");
    }
    return reply(request, new Reply(200, "text/event-stream", body.toString()));
  }

  private FakeServer reply(String request, Reply reply) {
    replies.computeIfAbsent(request, _ -> new CopyOnWriteArrayList<>()).add(reply);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(new Request(line, body, Map.copyOf(exchange.getRequestHeaders())));
    List<Reply> known = replies.getOrDefault(line, List.of());
    Reply reply =
        switch (known.size()) {
          case 0 ->
              new Reply(
                  404,
                  "application/json",
                  "{\"code\":404,\"status\":\"Not Found\",\"message\":\"nothing at "
                      + line
                      + "\"}");
          case 1 -> known.getFirst();
          default -> known.removeFirst();
        };
    byte[] bytes = reply.body().getBytes(UTF_8);
    if (reply.status() == 503) {
      // as a member that is leaving does
      exchange.getResponseHeaders().add("Connection", "close");
    }
    exchange.getResponseHeaders().add("Content-Type", reply.type());
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

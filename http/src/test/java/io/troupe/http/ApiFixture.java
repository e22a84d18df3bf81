package io.troupe.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.http.plane.MemoryPlane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;

/// A running API in front of a control plane in memory, and a client for it.
public final class ApiFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActorTestKit kit;
  private final MemoryPlane plane;
  private final ApiServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// An answer with its body as JSON.
  public record Reply(int status, JsonNode body, String text, HttpResponse<?> response) {
    public String message() {
      return body.path("message").asText();
    }
  }

  private ApiFixture(ActorTestKit kit, MemoryPlane plane, ApiServer server) {
    this.kit = kit;
    this.plane = plane;
    this.server = server;
  }

  /// Starts everything.
  ///
  /// @param settings lines of configuration over the defaults
  public static ApiFixture start(String settings) {
    Config config =
        ConfigFactory.parseString(settings)
            .withFallback(
                ConfigFactory.parseString(
                    "akka.actor.provider=local, akka.loglevel=WARNING, troupe.api.port=0"))
            .withFallback(ConfigFactory.load());
    ActorTestKit kit = ActorTestKit.create("api", config);
    MemoryPlane plane = new MemoryPlane(kit);
    try {
      return new ApiFixture(
          kit,
          plane,
          ApiServer.start(kit.system(), plane, ApiSettings.from(config))
              .toCompletableFuture()
              .get(1, TimeUnit.MINUTES));
    } catch (Exception failed) {
      kit.shutdownTestKit();
      throw new IllegalStateException(failed);
    }
  }

  public MemoryPlane plane() {
    return plane;
  }

  public HttpClient client() {
    return client;
  }

  public URI uri(String path) {
    InetSocketAddress address = server.address();
    return URI.create("http://%s:%d%s".formatted(address.getHostString(), address.getPort(), path));
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  public Reply post(String path, String body) {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  public Reply put(String path, String body) {
    return send(request(path).PUT(BodyPublishers.ofString(body)));
  }

  public Reply delete(String path) {
    return send(request(path).DELETE());
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  public Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      boolean json =
          response
              .headers()
              .firstValue("Content-Type")
              .filter(type -> type.startsWith("application/json"))
              .isPresent();
      String text = response.body();
      return new Reply(
          response.statusCode(),
          json && !text.isEmpty() ? JSON.readTree(text) : JSON.nullNode(),
          text,
          response);
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop().toCompletableFuture().join();
    kit.shutdownTestKit();
  }
}

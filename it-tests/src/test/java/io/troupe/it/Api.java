package io.troupe.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client of one platform's API. A connection that breaks is an [UncheckedIOException]: then
/// nobody knows whether the request took effect.
public final class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String url;
  private final String token;
  private final Duration patience;

  public Api(String url, String token) {
    this(url, token, PATIENCE);
  }

  /// @param patience how long to wait for an answer
  public Api(String url, String token, Duration patience) {
    this.url = url;
    this.token = token;
    this.patience = patience;
  }

  public String url() {
    return url;
  }

  public Api withToken(String other) {
    return new Api(url, other, patience);
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  public Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, "");
  }

  /// Applies manifests.
  public Answer apply(String manifests) {
    return post("/v2/apply", manifests);
  }

  public Answer scale(String service, int replicas) {
    return post(
        "/v2/services/" + service.replace(':', '/') + "/scale",
        "{\"replicas\":%d}".formatted(replicas));
  }

  public Answer deleteService(String service) {
    return delete("/namespace/" + service.replace(":", "/service/"));
  }

  /// A resource as it is now, if it is.
  public Optional<JsonNode> find(String kind, String link) {
    Answer answer = get("/v2/resources/" + kind + "/" + link);
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.ok());
  }

  /// A resource that must be there.
  public JsonNode resource(String kind, String link) {
    return get("/v2/resources/" + kind + "/" + link).ok();
  }

  /// All resources of a kind in a namespace.
  public List<JsonNode> list(String kind, String namespace) {
    return elements(get("/v2/resources/" + kind + "?namespace=" + namespace).ok().path("items"));
  }

  /// All events of a resource, oldest first.
  public List<JsonNode> history(String kind, String link) {
    return elements(get("/v2/history/" + kind + "/" + link).ok().path("events"));
  }

  /// The log's newest revision.
  public long head() {
    return get("/v2/events?limit=1").ok().path("head").asLong();
  }

  private Answer send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(patience)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      String text = response.body().isEmpty() ? "{}" : response.body();
      return new Answer(
          method + " " + path, response.statusCode(), response.headers(), JSON.readTree(text));
    } catch (IOException broken) {
      throw new UncheckedIOException(method + " " + path, broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  public static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}

package io.troupe.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Work over the REST API on loopback, watched by server-sent events.
final class HttpLoad implements Load {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI api;
  private volatile @Nullable InputStream stream;

  HttpLoad(URI api) {
    this.api = api;
  }

  @Override
  public CompletionStage<Void> create(String name, int replicas) {
    HttpRequest apply =
        HttpRequest.newBuilder(api.resolve("/v2/apply"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(service(name, replicas)))
            .build();
    return client
        .sendAsync(apply, HttpResponse.BodyHandlers.ofString())
        .thenAccept(answer -> {
          if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
          }
        });
  }

  private static String service(String name, int replicas) {
    return """
    {"kind":"Service","meta":{"name":"%s","namespace":"bench"},"spec":{"replicas":%d,
     "template":{"containers":[{"name":"main","image":{"name":"registry.local/shop/web:1.27"},
     "resources":{"limits":{"ram":"64mib","cpu":"0.05"}}}]}}}
    """
        .formatted(name, replicas);
  }

  @Override
  public void watch(long afterRevision, Runnable podIsRunning) {
    HttpRequest watch =
        HttpRequest.newBuilder(api.resolve("/v2/watch?type=pod.PodObserved&after=" + afterRevision))
            .build();
    Thread.ofPlatform().daemon().name("watch").start(() -> read(watch, podIsRunning));
  }

  private void read(HttpRequest watch, Runnable podIsRunning) {
    try {
      InputStream body = client.send(watch, HttpResponse.BodyHandlers.ofInputStream()).body();
      stream = body;
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:") && line.contains("\"RUNNING\"")) {
          podIsRunning.run();
        }
      }
    } catch (IOException closed) {
      // the end of the measurement
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    InputStream open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException ended) {
        // it is to be closed anyway
      }
    }
    client.shutdownNow();
  }
}

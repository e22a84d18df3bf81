package io.troupe.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Three control members on a Cassandra that runs already, and agents of simulated containers, each
/// a process of its own that can be killed and started again.
final class Members implements AutoCloseable {
  static final int CONTROL = 3;
  private static final int PORT = 29_710;
  private static final int API_PORT = 29_720;
  private static final String SEEDS =
      "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(PORT, PORT + 1, PORT + 2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Path directory;
  private final String troupe;
  private final String cassandra;
  private final Map<String, Process> running = new HashMap<>();
  private boolean closed;

  /// None of them outlives this process, however it ends.
  ///
  /// @param troupe the command
  /// @param cassandra where it listens, `host:port`
  Members(Path directory, String troupe, String cassandra) {
    this.directory = directory;
    this.troupe = troupe;
    this.cassandra = cassandra;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-members"));
  }

  /// Starts a control member, numbered from 0.
  void startControl(int number) {
    start(
        "c" + number,
        "server --storage cassandra --port %d --listen 127.0.0.1:%d"
            .formatted(PORT + number, API_PORT + number));
  }

  void startAgent(String name) {
    start(name, "agent --runtime sim");
  }

  private synchronized void start(String name, String command) {
    if (closed) {
      throw new IllegalStateException("no member is started any more");
    }
    List<String> line = new ArrayList<>(List.of(troupe));
    line.addAll(Arrays.asList(command.split(" ")));
    line.addAll(List.of("--seed", SEEDS, "--name", name, "--data", directory.resolve(name) + ""));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()));
    builder
        .environment()
        .put("TROUPE_JAVA_OPTS", "-Dtroupe.cassandra.contact-points.0=" + cassandra);
    try {
      Files.createDirectories(directory);
      running.put(name, builder.start());
    } catch (IOException failed) {
      throw new IllegalStateException(troupe + " cannot be run", failed);
    }
  }

  /// Ends it as a power failure would.
  synchronized void kill(String name) {
    Process process = running.remove(name);
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /// Waits until all control members are ready and see each other.
  void awaitControl() {
    Patience.until(
        "all control members are ready",
        () -> {
          for (int i = 0; i < CONTROL; i++) {
            if (status(i, "GET", "/v2/health/ready", "") != 200
                || count(get(i, "/v2/cluster/members"), "\"roles\":[\"control\"],\"status\":\"up\"")
                    != CONTROL) {
              return false;
            }
          }
          return true;
        });
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  /// The body of an answer, empty when none came.
  String get(int member, String path) {
    HttpResponse<String> answer = send(member, "GET", path, "");
    return answer == null ? "" : answer.body();
  }

  /// The status of an answer, 0 when none came.
  int status(int member, String method, String path, String body) {
    HttpResponse<String> answer = send(member, method, path, body);
    return answer == null ? 0 : answer.statusCode();
  }

  private @Nullable HttpResponse<String> send(int member, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (API_PORT + member) + path))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/yaml")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException none) {
      return null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(running.keySet()).forEach(this::kill);
    client.shutdownNow();
  }
}

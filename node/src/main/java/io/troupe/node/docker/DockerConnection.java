package io.troupe.node.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A connection to one Docker Engine, over its Unix socket or TCP. The engine need not answer when
/// the connection is made; the version of its API is agreed on at the first call that reaches it:
/// the newest that both know.
public final class DockerConnection implements AutoCloseable {
  /// Where the engine listens when nothing says otherwise.
  public static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

  /// Newest API version that this driver is written for.
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  /// Every followed log and watch holds a connection, and so does a stop until its grace is over.
  private static final int MAX_CONNECTIONS = 4096;

  /// Longer than any call has been seen to take that the engine answers as soon as it can, with a
  /// slow disk and many at once. An engine that is stuck would else hold its callers for ever.
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"(.*)\"");

  private final String host;
  private final Duration answer;
  private final DockerHttpClient http;
  private @Nullable DockerClient client;

  /// @param host `unix:///path` or `tcp://host:port`; empty for the environment's DOCKER_HOST, or
  ///   else [#DEFAULT_HOST]. TLS comes from DOCKER_TLS_VERIFY and DOCKER_CERT_PATH
  public DockerConnection(String host) {
    this(host, ANSWER);
  }

  /// @param answer how long the engine has to answer [#call] and [#run]
  DockerConnection(String host, Duration answer) {
    this.host = host.isEmpty() ? ambientHost() : host;
    this.answer = answer;
    var config = config(RemoteApiVersion.UNKNOWN_VERSION);
    this.http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(Duration.ofSeconds(10))
            .build();
  }

  private static String ambientHost() {
    return Optional.ofNullable(System.getenv("DOCKER_HOST"))
        .filter(value -> !value.isEmpty())
        .orElse(DEFAULT_HOST);
  }

  /// Where the engine listens.
  public String host() {
    return host;
  }

  private DefaultDockerClientConfig config(RemoteApiVersion version) {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(host)
        .withApiVersion(version)
        .build();
  }

  /// The client for the agreed version.
  private synchronized DockerClient client() {
    if (client == null) {
      DockerClient unversioned =
          DockerClientImpl.getInstance(config(RemoteApiVersion.UNKNOWN_VERSION), http);
      String theirs = unversioned.versionCmd().exec().getApiVersion();
      RemoteApiVersion offered = RemoteApiVersion.parseConfigWithDefault(theirs);
      RemoteApiVersion agreed = offered.isGreaterOrEqual(NEWEST) ? NEWEST : offered;
      client = DockerClientImpl.getInstance(config(agreed), http);
    }
    return client;
  }

  /// Makes a call, with its failures in the words of a [RuntimeFailure].
  <T> T call(Call<T> call) {
    return translate(() -> inTime(() -> call.on(client())));
  }

  /// Makes a call that answers nothing.
  void run(Consumer<DockerClient> call) {
    call(client -> {
      call.accept(client);
      return true;
    });
  }

  /// Makes a call that lasts as long as what it is about: a log that is followed, a pull, the copy
  /// of an image's volumes.
  <T> T callLong(Call<T> call) {
    return translate(() -> call.on(inTime(this::client)));
  }

  /// The same for a call that answers nothing: a stop, until its grace is over.
  void runLong(Consumer<DockerClient> call) {
    callLong(client -> {
      call.accept(client);
      return true;
    });
  }

  /// On a thread of its own, which is interrupted when the time is up: streams of a Unix socket
  /// know no limit of time, but end with the thread that reads them.
  private <T> T inTime(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().name("docker-call").start(task);
    try {
      return task.get(answer.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stuck) {
      task.cancel(true);
      throw new UncheckedIOException(
          new SocketTimeoutException("no answer within " + answer.toSeconds() + " s"));
    } catch (InterruptedException interrupted) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    }
  }

  private <T> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (DockerException e) {
      throw failure(e);
    } catch (RuntimeException e) {
      if (e instanceof UncheckedIOException || e.getCause() instanceof IOException) {
        throw unreachable(e);
      }
      throw e;
    }
  }

  /// The engine's answer of an error, in its own words without their wrapping.
  static RuntimeFailure failure(DockerException e) {
    String text = String.valueOf(e.getMessage());
    Matcher matcher = MESSAGE.matcher(text);
    String message = matcher.find() ? matcher.group(1).replace("\\\"", "\"") : text;
    Reason reason =
        switch (e.getHttpStatus()) {
          case 404 ->
              message.contains("No such image") || message.contains("not found: manifest")
                  ? Reason.NO_IMAGE
                  : message.contains("No such container") ? Reason.NO_CONTAINER : Reason.REFUSED;
          case 409 -> message.contains("already in use") ? Reason.NAME_TAKEN : Reason.REFUSED;
          default -> Reason.REFUSED;
        };
    return new RuntimeFailure(reason, message, e);
  }

  /// A failure of a stream in the words of a [RuntimeFailure].
  RuntimeFailure broken(Throwable e) {
    return e instanceof DockerException refused ? failure(refused) : unreachable(e);
  }

  RuntimeFailure unreachable(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new RuntimeFailure(
        Reason.UNREACHABLE,
        "the Docker Engine at " + host + " does not answer: " + root.getMessage(),
        e);
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A call of the engine.
  interface Call<T> {
    T on(DockerClient client);
  }
}

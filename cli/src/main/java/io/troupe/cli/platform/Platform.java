package io.troupe.cli.platform;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import com.typesafe.config.Config;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.cli.terminal.Failure;
import io.troupe.http.ApiServer;
import io.troupe.http.ApiSettings;
import io.troupe.node.AgentSettings;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All roles in one process: control plane, agent and API on one actor system.
public final class Platform {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final ActorSystem<Void> system;
  private final Runtimes runtimes;
  private final ApiServer api;

  private Platform(ActorSystem<Void> system, Runtimes runtimes, ApiServer api) {
    this.system = system;
    this.runtimes = runtimes;
    this.api = api;
  }

  /// Starts everything; returns when the API answers and commands are taken.
  ///
  /// @throws Failure when a part does not start, with what to do about it
  public static Platform start(Config config) {
    AgentSettings agent = AgentSettings.from(config);
    ApiSettings listener = ApiSettings.from(config);
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "troupe", config);
    LOG.info("actor system up {}", sinceStart());
    try {
      CompletionStage<ControlPlane> starting = ControlPlaneStart.start(system);
      // These need nothing of the control plane and take their time: while the cluster forms.
      CompletionStage<Http> http = CompletableFuture.supplyAsync(() -> Http.get(system));
      Runtimes runtimes = Runtimes.from(agent);
      ControlPlane control = await(starting, "the control plane");
      LOG.info("control plane up {}", sinceStart());
      await(http, "the HTTP server");
      system.systemActorOf(
          NodeAgent.create(agent, runtimes, control.sessions()), "agent", Props.empty());
      ApiServer api = await(ApiServer.start(system, control, listener), "the API");
      LOG.info("API up {}", sinceStart());
      return new Platform(system, runtimes, api);
    } catch (Failure failure) {
      system.terminate();
      throw failure;
    }
  }

  /// How long this process lives, in words.
  static String sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> "after " + Duration.between(start, Instant.now()).toMillis() + " ms")
        .orElse("");
  }

  /// Starts a platform of simulated containers on a free port, which keeps all in a directory.
  public static Platform simulated(Path directory) {
    DataDirectory data = new DataDirectory(directory);
    data.create();
    LogSetup.toFile(data.log());
    return start(
        PlatformConfig.of(
            Map.of(
                "troupe.api.host",
                "127.0.0.1",
                "troupe.api.port",
                0,
                "troupe.node.runtime",
                "sim",
                "troupe.node.volume-root",
                data.volumes().toString(),
                "troupe.journal.path",
                data.journal().toString())));
  }

  private static <T> T await(CompletionStage<T> stage, String part) {
    try {
      return stage.toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw Failure.failed(part + " did not start within " + START.toSeconds() + " s; see the log");
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted while " + part + " started");
    } catch (ExecutionException failed) {
      LOG.error("{} did not start", part, failed);
      throw Failure.failed(reason(part, failed));
    }
  }

  private static String reason(String part, Throwable failed) {
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof BindException
        ? "the address of the API is taken ("
            + cause.getMessage()
            + "): choose another with --listen"
        : part + " did not start: " + cause;
  }

  /// The API's URL.
  public String url() {
    InetSocketAddress address = api.address();
    boolean any = address.getAddress().isAnyLocalAddress();
    return "http://"
        + (any ? "127.0.0.1" : address.getHostString().replaceFirst("^/", ""))
        + ":"
        + address.getPort();
  }

  /// Returns when the system has ended.
  void awaitEnd() {
    system.getWhenTerminated().toCompletableFuture().join();
  }

  /// Stops the API, then all else. Containers run on.
  public void stop() {
    try {
      api.stop().toCompletableFuture().get(STOP.toSeconds(), TimeUnit.SECONDS);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(STOP.toSeconds(), TimeUnit.SECONDS);
      runtimes.close();
    } catch (ExecutionException | TimeoutException | CompletionException unclean) {
      LOG.warn("the platform did not stop cleanly", unclean);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

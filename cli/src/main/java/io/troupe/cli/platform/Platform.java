package io.troupe.cli.platform;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.Config;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.cluster.CannotJoin;
import io.troupe.actors.cluster.ClusterSettings;
import io.troupe.actors.cluster.Joiner;
import io.troupe.cli.terminal.Failure;
import io.troupe.http.ApiServer;
import io.troupe.http.ApiSettings;
import io.troupe.node.AgentSettings;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.storage.Storage;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A control member: control plane and API, and an agent where the configuration asks for one, on
/// one actor system. In one process that plays all roles it is the whole platform.
public final class Platform implements Member {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final ActorSystem<Void> system;
  private final Config config;
  private final Runtimes runtimes;
  private final CompletionStage<ApiServer> api;
  private final CompletionStage<ControlPlane> control;
  private final Runnable ended;

  private Platform(
      ActorSystem<Void> system,
      Config config,
      Runtimes runtimes,
      CompletionStage<ApiServer> api,
      CompletionStage<ControlPlane> control,
      Runnable ended) {
    this.system = system;
    this.config = config;
    this.runtimes = runtimes;
    this.api = api;
    this.control = control;
    this.ended = ended;
  }

  /// Starts everything in one process; returns when the API answers and commands are taken.
  ///
  /// @throws Failure when a part does not start, with what to do about it
  public static Platform start(Config config) {
    Runtimes runtimes = Runtimes.from(config);
    Platform platform = begin(config, runtimes, _ -> {}, runtimes::close);
    try {
      platform.awaitReady();
      return platform;
    } catch (Failure failure) {
      platform.system.terminate();
      runtimes.close();
      throw failure;
    }
  }

  /// Begins to start; the API answers with 503 until commands are taken.
  ///
  /// @param runtimes what runs containers; it outlives the member
  static Platform begin(Config config, Runtimes runtimes, Consumer<Joiner.Progress> listener) {
    return begin(config, runtimes, listener, () -> {});
  }

  private static Platform begin(
      Config config, Runtimes runtimes, Consumer<Joiner.Progress> listener, Runnable ended) {
    Thread.ofPlatform().daemon().name("storage").start(Storage.chosen(config)::load);
    ActorSystem<Void> system = Systems.create(config);
    LOG.info("actor system up {}", sinceStart());
    CompletionStage<ControlPlane> control = ControlPlaneStart.start(system, listener);
    // This needs nothing of the control plane and takes its time: while the cluster forms.
    CompletionStage<ApiServer> api =
        CompletableFuture.supplyAsync(() -> ApiServer.open(system, ApiSettings.from(config)))
            .thenCompose(Function.identity());
    Platform platform = new Platform(system, config, runtimes, api, control, ended);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(Adapter.toClassic(system));
    shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "drain-api", platform::drain);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "stop-api",
        () -> api.thenCompose(ApiServer::stop));
    return platform;
  }

  @Override
  public void awaitReady() {
    ApiServer listening = await(api, "the API");
    ControlPlane up = await(control, "the control plane");
    LOG.info("control plane up {}", sinceStart());
    if (MemberConfig.roles(config).contains("node")) {
      system.systemActorOf(
          NodeAgent.create(AgentSettings.from(config), runtimes, up.sessions()),
          "agent",
          Props.empty());
    }
    listening.serve(up);
    LOG.info("API up {}", sinceStart());
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

  private <T> T await(CompletionStage<T> stage, String part) {
    CompletableFuture<T> done = stage.toCompletableFuture().copy();
    system
        .getWhenTerminated()
        .thenRun(() ->
            done.completeExceptionally(
                new CannotJoin("the actor system ended: " + Systems.whyEnded(system), true)));
    if (ClusterSettings.from(config).quorum() == 1) {
      done.completeOnTimeout(null, START.toSeconds(), TimeUnit.SECONDS);
    }
    try {
      T result = done.get();
      if (result == null) {
        throw Failure.failed(
            part + " did not start within " + START.toSeconds() + " s; see the log");
      }
      return result;
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted while " + part + " started");
    } catch (ExecutionException failed) {
      throw cause(part, failed);
    }
  }

  private static RuntimeException cause(String part, ExecutionException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotJoin cannot) {
        return cannot;
      }
    }
    LOG.error("{} did not start", part, failed);
    return Failure.failed(reason(part, failed));
  }

  private static String reason(String part, Throwable failed) {
    Throwable cause = failed;
    while (cause.getCause() != null && !(cause instanceof StorageUnavailable)) {
      cause = cause.getCause();
    }
    if (cause instanceof StorageUnavailable) {
      return part + " did not start: " + cause.getMessage();
    }
    return cause instanceof BindException
        ? "the address of the API is taken ("
            + cause.getMessage()
            + "): choose another with --listen"
        : part + " did not start: " + cause;
  }

  /// The API's URL.
  @Override
  public String url() {
    InetSocketAddress address = api.toCompletableFuture().join().address();
    boolean any = address.getAddress().isAnyLocalAddress();
    return "http://"
        + (any ? "127.0.0.1" : address.getHostString().replaceFirst("^/", ""))
        + ":"
        + address.getPort();
  }

  @Override
  public String description() {
    return "Troupe is ready at %s as %s of cluster %s (%s)"
        .formatted(
            url(),
            AgentSettings.from(config).name(),
            ClusterSettings.from(config).name(),
            String.join(", ", MemberConfig.roles(config)));
  }

  @Override
  public String awaitEnd() {
    system.getWhenTerminated().toCompletableFuture().join();
    return Systems.whyEnded(system);
  }

  /// Refuses what is new, finishes what is under way, and sends agents to other members.
  private CompletionStage<Done> drain() {
    CompletionStage<Void> drained =
        api.toCompletableFuture().isDone()
            ? api.thenCompose(ApiServer::drain).exceptionally(_ -> null)
            : CompletableFuture.completedStage(null);
    return drained.thenApply(_ -> {
      ControlPlane up = started();
      if (up != null) {
        up.drain();
      }
      return Done.getInstance();
    });
  }

  private @Nullable ControlPlane started() {
    CompletableFuture<ControlPlane> starting = control.toCompletableFuture();
    return starting.isDone() && !starting.isCompletedExceptionally() ? starting.join() : null;
  }

  /// Stops taking requests, hands its shards to the others, leaves, and ends. Containers run on.
  /// One that is alone has nobody to hand over to, and just ends.
  @Override
  public void stop() {
    try {
      ControlPlane up = started();
      CoordinatedShutdown shutdown = CoordinatedShutdown.get(Adapter.toClassic(system));
      if (up == null || up.isAlone()) {
        drain().toCompletableFuture().get(STOP.toSeconds(), TimeUnit.SECONDS);
        shutdown.run(
            CoordinatedShutdown.actorSystemTerminateReason(),
            Optional.of(CoordinatedShutdown.PhaseBeforeActorSystemTerminate()));
      } else {
        shutdown.runAll(CoordinatedShutdown.actorSystemTerminateReason());
      }
      system.getWhenTerminated().toCompletableFuture().get(STOP.toSeconds(), TimeUnit.SECONDS);
      ended.run();
    } catch (ExecutionException | TimeoutException | CompletionException unclean) {
      LOG.warn("the platform did not stop cleanly", unclean);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

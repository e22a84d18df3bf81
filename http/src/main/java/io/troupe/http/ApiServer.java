package io.troupe.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.headers.ProductVersion;
import akka.http.javadsl.model.headers.Server;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import io.troupe.actors.ControlPlane;
import io.troupe.http.frame.Gate;
import io.troupe.http.frame.Router;
import io.troupe.http.operations.Metrics;
import io.troupe.persistence.codec.Codecs;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API on its port.
public final class ApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  /// Each watch and each followed log keeps one.
  private static final int MOST_CONNECTIONS = 16_384;

  /// Connections that come faster than they are accepted wait here. What finds no room is tried
  /// again by the caller's kernel only after 1, 3 and 7 s (listen(2), RFC 6298).
  private static final int BACKLOG = 4_096;

  private final ActorSystem<?> system;
  private final ApiSettings settings;
  private final ServerBinding binding;
  private final Door door;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Metrics metrics;

  private ApiServer(
      ActorSystem<?> system,
      ApiSettings settings,
      ServerBinding binding,
      Door door,
      Metrics metrics) {
    this.system = system;
    this.settings = settings;
    this.binding = binding;
    this.door = door;
    this.metrics = metrics;
  }

  /// Starts to listen for a control plane that is up. The stage fails when the address is taken.
  public static CompletionStage<ApiServer> start(
      ActorSystem<?> system, ControlPlane control, ApiSettings settings) {
    return open(system, settings).thenApply(api -> api.serve(control));
  }

  /// Starts to listen; until [#serve], every request is answered with 503. The stage fails when the
  /// address is taken.
  public static CompletionStage<ApiServer> open(ActorSystem<?> system, ApiSettings settings) {
    Door door = new Door(SystemMaterializer.get(system).materializer());
    Metrics metrics = new Metrics();
    ServerSettings server =
        ServerSettings.create(system.classicSystem())
            .withMaxConnections(MOST_CONNECTIONS)
            .withBacklog(BACKLOG);
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(
            server
                .withServerHeader(
                    Optional.of(Server.create(ProductVersion.create("troupe", "", ""))))
                .withTimeouts(
                    server
                        .getTimeouts()
                        .withRequestTimeout(
                            scala.concurrent.duration.Duration.fromNanos(
                                ANSWER_TIMEOUT.toNanos()))))
        .bind(door::handle)
        .thenApply(binding -> {
          LOG.info("the API listens on {}", binding.localAddress());
          return new ApiServer(system, settings, binding, door, metrics);
        })
        .whenComplete((_, taken) -> {
          if (taken != null) {
            metrics.close();
          }
        });
  }

  /// Answers requests from now on.
  public ApiServer serve(ControlPlane control) {
    Materializer materializer = SystemMaterializer.get(system).materializer();
    metrics.watch(control);
    Gate gate =
        new Gate(
            new Router(Routes.all(control, settings, Codecs.of(system), materializer, metrics)),
            Unserved::explain,
            settings.token(),
            settings.maxBody(),
            executor,
            materializer,
            metrics);
    door.open(gate::handle);
    return this;
  }

  /// Answers what is under way, and refuses the rest with 503.
  public CompletionStage<Void> drain() {
    return door.close("this member is leaving the cluster; ask another one", DRAIN_TIMEOUT);
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /// Takes no more connections, and ends those that are open within a few seconds.
  public CompletionStage<Done> stop() {
    return binding
        .terminate(STOP_TIMEOUT)
        .thenApply(_ -> {
          executor.shutdown();
          metrics.close();
          return Done.getInstance();
        });
  }
}

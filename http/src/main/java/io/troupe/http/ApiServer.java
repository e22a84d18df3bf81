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

  private final ServerBinding binding;
  private final ExecutorService executor;
  private final Metrics metrics;

  private ApiServer(ServerBinding binding, ExecutorService executor, Metrics metrics) {
    this.metrics = metrics;
    this.binding = binding;
    this.executor = executor;
  }

  /// Starts to listen. The stage fails when the address is taken.
  public static CompletionStage<ApiServer> start(
      ActorSystem<?> system, ControlPlane control, ApiSettings settings) {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    Materializer materializer = SystemMaterializer.get(system).materializer();
    Metrics metrics = new Metrics(control);
    Gate gate =
        new Gate(
            new Router(Routes.all(control, settings, Codecs.of(system), materializer, metrics)),
            Unserved::explain,
            settings.token(),
            settings.maxBody(),
            executor,
            materializer,
            metrics);
    ServerSettings server = ServerSettings.create(system.classicSystem());
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
        .bind(gate::handle)
        .thenApply(binding -> {
          LOG.info("the API listens on {}", binding.localAddress());
          return new ApiServer(binding, executor, metrics);
        });
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

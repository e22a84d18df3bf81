package io.troupe.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.SystemConfig;
import io.troupe.actors.session.ToAgent;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.http.ApiServer;
import io.troupe.http.ApiSettings;
import io.troupe.persistence.history.StoreHealth;
import io.troupe.persistence.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A control plane with simulated nodes in this process.
final class DirectCluster implements AutoCloseable {
  private static final String NAMESPACE = "bench";
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final ControlPlane control;

  private DirectCluster(ActorSystem<?> system, ControlPlane control) {
    this.system = system;
    this.control = control;
  }

  /// Starts it on a journal in the directory and waits until every node has joined.
  static DirectCluster start(Path directory, int nodes, int podsPerNode) throws Exception {
    Config journal =
        ConfigFactory.parseString(
            "troupe.api.port = 0, troupe.journal.path = \""
                + directory.resolve("troupe.db")
                + "\"");
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), "troupe", SystemConfig.of(journal));
    ControlPlane control =
        ControlPlaneStart.start(system).toCompletableFuture().get(60, TimeUnit.SECONDS);
    DirectCluster cluster = new DirectCluster(system, control);
    system.systemActorOf(cluster.agents(nodes, podsPerNode), "agents", Props.empty());
    cluster.createNamespace();
    Patience.until(
        "all nodes have joined", () -> control.view().list(Kind.NODE, "").size() == nodes);
    return cluster;
  }

  /// All agents with one clock for their heartbeats, so that the timers measured are the control
  /// plane's.
  private Behavior<Tick> agents(int nodes, int pods) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          List<ActorRef<ToAgent>> agents = new ArrayList<>(nodes);
          for (int i = 0; i < nodes; i++) {
            String node = "node-" + i;
            agents.add(context.spawn(CheapAgent.create(node, pods, control.sessions()), node));
          }
          timers.startTimerWithFixedDelay(Tick.INSTANCE, BEAT);
          return Behaviors.receiveMessage(_ -> {
            agents.forEach(agent -> agent.tell(CheapAgent.BEAT));
            return Behaviors.same();
          });
        }));
  }

  private enum Tick {
    INSTANCE
  }

  private void createNamespace() {
    control
        .send(
            new Ref(Kind.NAMESPACE, NAMESPACE),
            new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)),
            Cause.by("bench"))
        .toCompletableFuture()
        .join();
  }

  /// Opens the API on a free port of loopback.
  ApiServer openApi() {
    return ApiServer.start(system, control, ApiSettings.from(system.settings().config()))
        .toCompletableFuture()
        .join();
  }

  ControlPlane control() {
    return control;
  }

  /// Whether nothing was written in the last quarter of a second.
  boolean isQuiet() {
    long head = journal().head();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
    return journal().head() == head;
  }

  StoreHealth journal() {
    return Storage.of(system).health();
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}

package io.troupe.bench;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.SystemConfig;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.persistence.sqlite.JournalHealth;
import io.troupe.persistence.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// A control plane with simulated nodes in this process, spoken to through its facade.
final class DirectCluster implements AutoCloseable {
  private static final String NAMESPACE = "bench";

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
            "troupe.journal.path = \"" + directory.resolve("troupe.db") + "\"");
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

  private Behavior<Void> agents(int nodes, int pods) {
    return Behaviors.setup(context -> {
      for (int i = 0; i < nodes; i++) {
        String node = "node-" + i;
        context.spawn(CheapAgent.create(node, pods, control.sessions()), node);
      }
      return Behaviors.empty();
    });
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

  /// Creates a service; completes when it is stored.
  CompletionStage<Void> create(String name, int replicas) {
    return control
        .send(
            new Ref(Kind.SERVICE, NAMESPACE + ":" + name),
            new ServiceCommand.Create(patch(replicas)),
            Cause.of("bench", "request-" + name))
        .thenAccept(answer -> {
          if (!(answer.reply() instanceof Reply.Accepted)) {
            throw new IllegalStateException("refused: " + answer.reply());
          }
        });
  }

  private static ServicePatch patch(int replicas) {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named("registry.local/shop/web:1.27"))
            .withLimits(new Limits(Cpu.millis(50), Memory.mebibytes(64)));
    PodTemplate template = new PodTemplate(List.of(container), List.of(), 10);
    return new ServicePatch(
        null,
        null,
        replicas,
        null,
        null,
        null,
        null,
        new TemplatePatch(template, Set.of(), Set.of(), false));
  }

  ControlPlane control() {
    return control;
  }

  JournalHealth journal() {
    return SqliteStore.of(system).health();
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}

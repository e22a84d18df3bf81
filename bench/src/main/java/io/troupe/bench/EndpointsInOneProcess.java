package io.troupe.bench;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.SystemConfig;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.node.AgentSettings;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.network.NoNetworkRuntime;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Control plane and agents in this process, with no connection between them.
final class EndpointsInOneProcess implements EndpointsPlatform {
  private final ActorSystem<Void> system;
  private final ControlPlane control;
  private @Nullable Subscription subscription;

  private EndpointsInOneProcess(ActorSystem<Void> system, ControlPlane control) {
    this.system = system;
    this.control = control;
  }

  static EndpointsInOneProcess start(Path directory) throws Exception {
    Config config =
        SystemConfig.of(
            ConfigFactory.parseMap(
                Map.of(
                    "troupe.api.port",
                    0,
                    "troupe.node.runtime",
                    "sim",
                    "troupe.journal.path",
                    directory.resolve("troupe.db").toString())));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "troupe", config);
    return new EndpointsInOneProcess(
        system, ControlPlaneStart.start(system).toCompletableFuture().get(60, TimeUnit.SECONDS));
  }

  @Override
  public void join(NetworkRuntime rules) {
    agent("there", Map.of(), new NoNetworkRuntime(List.of()));
    agent("here", Map.of("troupe.node.sim.memory", "1MiB"), rules);
    Patience.until("two nodes joined", () -> control.view().list(Kind.NODE, "").size() == 2);
    send(
        new Ref(Kind.NAMESPACE, SPACE),
        new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)));
  }

  private void agent(String name, Map<String, String> more, NetworkRuntime network) {
    AgentSettings settings =
        AgentSettings.from(ConfigFactory.parseMap(more).withFallback(system.settings().config()))
            .withName(name);
    Runtimes runtimes = Runtimes.sim(settings, network, InstantSource.system());
    system.systemActorOf(
        NodeAgent.create(settings, runtimes, control.sessions()), "agent-" + name, Props.empty());
  }

  @Override
  public void serve(int services) {
    for (int i = 0; i < services; i++) {
      send(new Ref(Kind.SERVICE, SPACE + ":other-" + i), new ServiceCommand.Create(patch()));
    }
  }

  @Override
  public void serveMeasured() {
    send(SERVICE, new ServiceCommand.Create(patch()));
  }

  @Override
  public void scale(int replicas) {
    send(SERVICE, new ServiceCommand.Scale(replicas));
  }

  private static ServicePatch patch() {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named("registry.local/shop/web:1.27"))
            .withLimits(new Limits(Cpu.millis(10), Memory.mebibytes(16)));
    PodTemplate template = new PodTemplate(List.of(container), List.of(), 10);
    return new ServicePatch(
        null,
        null,
        1,
        null,
        null,
        new TreeMap<>(Map.of(80, "8080/tcp")),
        null,
        new TemplatePatch(template, Set.of(), Set.of(), false));
  }

  private void send(Ref to, Command command) {
    var answer = control.send(to, command, Cause.by("bench")).toCompletableFuture().join();
    if (!(answer.reply() instanceof Reply.Accepted)) {
      throw new IllegalStateException("refused: " + answer.reply());
    }
  }

  @Override
  public void follow(BiConsumer<Ref, Instant> began, BiConsumer<Ref, Instant> ceased) {
    subscription =
        control.log().subscribe(control.log().head(), entry -> tell(entry, began, ceased));
  }

  private static void tell(
      LogEntry entry, BiConsumer<Ref, Instant> began, BiConsumer<Ref, Instant> ceased) {
    Ref pod = entry.id().resource();
    if (!EndpointsPlatform.isMeasured(pod)) {
      return;
    }
    Instant at = entry.recorded().at();
    switch (entry.recorded().event()) {
      case PodEvent.PodObserved seen when seen.observation().phase() == Observation.Phase.RUNNING ->
          began.accept(pod, at);
      case PodEvent.PodDestroyRequested _ -> ceased.accept(pod, at);
      default -> {}
    }
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}

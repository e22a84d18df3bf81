package io.troupe.cli.platform;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import com.typesafe.config.Config;
import io.troupe.actors.cluster.CannotJoin;
import io.troupe.actors.link.AgentLink;
import io.troupe.actors.link.AgentLink.Change;
import io.troupe.actors.link.Discovery;
import io.troupe.actors.session.ToSession;
import io.troupe.cli.terminal.Failure;
import io.troupe.node.AgentSettings;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent with an actor system of its own, linked to whichever control member answers.
final class AgentMember implements Member {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMember.class);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final ActorSystem<Void> system;
  private final AgentSettings agent;
  private final String cluster;
  private final Consumer<String> tell;
  private final CompletableFuture<String> connected = new CompletableFuture<>();

  private AgentMember(
      ActorSystem<Void> system, AgentSettings agent, String cluster, Consumer<String> tell) {
    this.system = system;
    this.agent = agent;
    this.cluster = cluster;
    this.tell = tell;
  }

  static AgentMember begin(Config config, Runtimes runtimes, Consumer<String> tell) {
    AgentSettings agent = AgentSettings.from(config);
    String cluster = config.getString("troupe.cluster.name");
    ActorSystem<Void> system = Systems.create(config);
    AgentMember member = new AgentMember(system, agent, cluster, tell);
    ActorRef<ToSession> sessions =
        AgentLink.start(system, cluster, () -> seeds(config), member::changed);
    system.systemActorOf(NodeAgent.create(agent, runtimes, sessions), "agent", Props.empty());
    return member;
  }

  private static CompletionStage<Set<String>> seeds(Config config) {
    String discover = config.getString("troupe.cluster.discover");
    Set<String> seeds = new LinkedHashSet<>(config.getStringList("troupe.cluster.seeds"));
    if (discover.isEmpty()) {
      return CompletableFuture.completedStage(seeds);
    }
    return Discovery.parse(discover)
        .addresses()
        .thenApply(found -> {
          seeds.addAll(found);
          return seeds;
        });
  }

  private void changed(Change change) {
    switch (change) {
      case Change.Connected(String address) -> {
        LOG.info("node {} is linked to {}", agent.name(), address);
        connected.complete(address);
      }
      case Change.Unreachable unreachable ->
          tell.accept(
              "cannot reach seed "
                  + String.join(", ", unreachable.tried())
                  + ": is `troupe server` running there, and is this host's --host reachable from"
                  + " there? Trying on; containers are not touched.");
      case Change.Stranger stranger -> {
        String why =
            "the member at %s belongs to cluster '%s', this agent to '%s': give the same --cluster, or other --seed"
                .formatted(stranger.address(), stranger.cluster(), cluster);
        if (!connected.completeExceptionally(new CannotJoin(why, false))) {
          LOG.warn("{}", why);
        }
      }
    }
  }

  @Override
  public void awaitReady() {
    try {
      CompletableFuture.anyOf(connected, system.getWhenTerminated().toCompletableFuture()).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof CannotJoin cannot) {
        throw cannot;
      }
      throw Failure.failed("the agent did not start: " + failed.getCause());
    }
  }

  @Override
  public String url() {
    return "agent://" + Systems.address(system);
  }

  @Override
  public String description() {
    return "Node %s serves cluster %s through %s"
        .formatted(agent.name(), cluster, connected.getNow("nobody"));
  }

  @Override
  public String awaitEnd() {
    system.getWhenTerminated().toCompletableFuture().join();
    return Systems.whyEnded(system);
  }

  @Override
  public void stop() {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .completeOnTimeout(akka.Done.getInstance(), STOP.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}

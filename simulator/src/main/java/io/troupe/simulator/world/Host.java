package io.troupe.simulator.world;

import akka.actor.typed.ActorRef;
import io.troupe.actors.session.ToSession;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.node.AgentSettings;
import io.troupe.node.AgentSettings.RuntimeType;
import io.troupe.node.AgentSettings.SimMachine;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.image.Credentials;
import io.troupe.node.network.NoNetworkRuntime;
import io.troupe.node.sim.SimContainers;
import io.troupe.node.sim.SimImages;
import io.troupe.node.sim.SimVolumes;
import io.troupe.simulator.engine.Address;
import io.troupe.simulator.engine.Chance;
import io.troupe.simulator.engine.Place;
import io.troupe.simulator.engine.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A machine with its containers, which outlive the agent that runs there as a process of its own.
public final class Host {
  private static final long QUICK_NANOS = 4_000_000;
  private static final long SPREAD_NANOS = 60_000_000;

  private final World world;
  private final String name;
  private final Place place;
  private final SimContainers containers;
  private final FlakyContainers flaky;
  private final @Nullable HostNetwork network;
  private final Runtimes runtimes;
  private final AgentSettings settings;
  private final long base;
  private final SameThread threads = new SameThread();
  private @Nullable Scene<NodeAgent.Message> agent;
  private long ids;
  private long works;
  private long slowNanos;
  private boolean abandoned;

  /// @param number from 1
  Host(World world, String name, int number, int slots) {
    this.world = world;
    this.name = name;
    this.place = new Place(name, world.timeline());
    this.base = Chance.of(world.seed(), "host " + name);
    SimMachine machine =
        new SimMachine(Cpu.cpus(4), Memory.mebibytes(2048), Memory.mebibytes(8192));
    RuntimeInfo about =
        new RuntimeInfo(
            "sim", "1", name, "any", "simulated", "linux", machine.cpu(), machine.memory(), "");
    SimImages images = new SimImages();
    this.containers = new SimContainers(about, images, place, () -> name + "-" + ++ids);
    this.flaky = new FlakyContainers(containers, world.containerChecks(this), base);
    this.network =
        world.overlay().isThere()
            ? new HostNetwork(picture -> world.overlay().shown(name, picture), base + 1)
            : null;
    this.runtimes =
        new Runtimes(
            flaky,
            images,
            new SimVolumes(machine.storage()),
            Credentials.none(),
            network == null ? new NoNetworkRuntime(List.of()) : network,
            place);
    this.settings =
        new AgentSettings(
            name,
            RuntimeType.SIM,
            "",
            Path.of("/sim"),
            "10.9.0." + (world.overlay().isThere() ? number : 1),
            slots,
            8,
            List.of(),
            Duration.ofSeconds(1),
            Duration.ofMillis(250),
            Duration.ZERO,
            machine);
  }

  private void toSession(ToSession message) {
    world.toSession(name, message.node(), message);
  }

  public String name() {
    return name;
  }

  /// Its part of the network; empty when it takes none.
  Optional<HostNetwork> network() {
    return Optional.ofNullable(network);
  }

  /// The agent's process.
  public Place place() {
    return place;
  }

  public boolean agentRuns() {
    return agent != null;
  }

  /// Nobody will ever start its agent again.
  void abandon() {
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  /// Everything on it, in the order of the runtime's ids.
  public List<ContainerInfo> containers() {
    return containers.list(Map.of()).stream()
        .sorted(Comparator.comparing(ContainerInfo::id))
        .toList();
  }

  void startAgent() {
    if (agent != null || abandoned) {
      return;
    }
    place.begin();
    network().ifPresent(HostNetwork::open);
    ActorRef<ToSession> out =
        new Address<>(world.network(), place, name + ">sessions", this::toSession);
    agent =
        Scene.play(
            world.network(),
            place,
            "agent|" + name,
            this::pace,
            stage -> new NodeAgent(stage, settings, runtimes, out, threads, true));
  }

  private long pace() {
    long chance = Chance.nth(base, works++);
    return QUICK_NANOS
        + (long) (Chance.unit(chance) * SPREAD_NANOS)
        + (long) (Chance.unit(Chance.nth(chance, 1)) * slowNanos);
  }

  void crashAgent() {
    if (agent != null) {
      agent.end();
      agent = null;
      place.end();
    }
  }

  /// The machine restarts: no container runs any more, and the agent has to be started.
  void reboot() {
    crashAgent();
    containers().forEach(info -> containers.end(info.id(), 137));
    network().ifPresent(HostNetwork::reboot);
  }

  void slow(long nanos) {
    slowNanos = nanos;
  }

  void failing(int perThousand) {
    flaky.failing(perThousand);
    network().ifPresent(network -> network.failing(perThousand));
  }

  void end(String id, int exitCode) {
    containers.end(id, exitCode);
  }

  void vanish(String id) {
    containers.vanish(id);
  }
}

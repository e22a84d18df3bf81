package io.troupe.node;

import com.typesafe.config.Config;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How an agent is set up: section `troupe.node` of the configuration, explained in
/// `reference.conf`.
///
/// @param name the node's name, never empty
/// @param dockerHost empty for the environment's
/// @param address the node's own address, never empty
/// @param slots how many pods it takes
/// @param resend how often unanswered messages are repeated
/// @param settle how long a pod may be starting before that is reported
/// @param minReady how long a container has to run before it counts as running
/// @param sim what a simulated machine has
public record AgentSettings(
    String name,
    RuntimeType runtime,
    String dockerHost,
    Path volumeRoot,
    String address,
    int slots,
    int parallelStarts,
    List<String> dns,
    Duration resend,
    Duration settle,
    Duration minReady,
    SimMachine sim) {
  /// Where the section stands.
  public static final String PATH = "troupe.node";

  public AgentSettings {
    dns = List.copyOf(dns);
  }

  /// Reads section `troupe.node` of a whole configuration.
  ///
  /// @throws IllegalArgumentException when a value makes no sense, with the key
  public static AgentSettings from(Config whole) {
    Config config = whole.getConfig(PATH);
    RuntimeType runtime = runtime(config.getString("runtime"));
    String name = config.getString("name");
    String address = config.getString("address");
    int slots = config.getInt("slots");
    Config sim = config.getConfig("sim");
    return new AgentSettings(
        name.isEmpty() ? Machine.hostname() : name,
        runtime,
        config.getString("docker-host"),
        Path.of(config.getString("volume-root")),
        address.isEmpty() ? Machine.address() : address,
        slots > 0 ? slots : runtime.usualSlots,
        Math.max(1, config.getInt("parallel-starts")),
        config.getStringList("dns.servers"),
        config.getDuration("resend-interval"),
        config.getDuration("settle-time"),
        (runtime == RuntimeType.SIM ? sim : config).getDuration("min-ready"),
        new SimMachine(
            Cpu.cpus(sim.getLong("cpus")),
            Memory.parse(sim.getString("memory")),
            Memory.parse(sim.getString("storage"))));
  }

  private static RuntimeType runtime(String text) {
    try {
      return RuntimeType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PATH + ".runtime is '" + text + "'; it can be docker or sim", e);
    }
  }

  /// The same settings for another node.
  public AgentSettings withName(String other) {
    return new AgentSettings(
        other,
        runtime,
        dockerHost,
        volumeRoot,
        address,
        slots,
        parallelStarts,
        dns,
        resend,
        settle,
        minReady,
        sim);
  }

  /// What runs containers.
  public enum RuntimeType {
    DOCKER(500),
    SIM(1000);

    private final int usualSlots;

    RuntimeType(int usualSlots) {
      this.usualSlots = usualSlots;
    }
  }

  /// What a simulated machine has.
  public record SimMachine(Cpu cpu, Memory memory, Memory storage) {}
}

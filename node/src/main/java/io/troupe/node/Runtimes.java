package io.troupe.node;

import com.typesafe.config.Config;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.docker.DockerConnection;
import io.troupe.node.docker.DockerContainers;
import io.troupe.node.docker.DockerImages;
import io.troupe.node.docker.DockerNetworks;
import io.troupe.node.image.Credentials;
import io.troupe.node.image.ImageStore;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.NoNetworkRuntime;
import io.troupe.node.network.NodeNetwork;
import io.troupe.node.sim.SimContainers;
import io.troupe.node.sim.SimImages;
import io.troupe.node.sim.SimNetwork;
import io.troupe.node.sim.SimVolumes;
import io.troupe.node.volume.DirectoryVolumes;
import io.troupe.node.volume.VolumeStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The drivers of one node.
///
/// @param clock that by which containers are dated
public record Runtimes(
    ContainerRuntime containers,
    ImageStore images,
    VolumeStore volumes,
    Credentials credentials,
    NetworkRuntime network,
    InstantSource clock)
    implements AutoCloseable {
  /// The drivers that a whole configuration asks for. The runtime need not answer yet.
  public static Runtimes from(Config config) {
    AgentSettings settings = AgentSettings.from(config);
    return switch (settings.runtime()) {
      case DOCKER -> docker(config, settings);
      case SIM -> sim(settings, simNetwork(config), InstantSource.system());
    };
  }

  /// Simulated nodes take part in the network only when they are told so.
  private static NetworkRuntime simNetwork(Config config) {
    return switch (NetworkSettings.from(config).driver()) {
      case BRIDGE, VXLAN -> new SimNetwork();
      case NONE, AUTO, LOCAL -> new NoNetworkRuntime(List.of());
    };
  }

  private static Runtimes docker(Config config, AgentSettings settings) {
    DockerConnection docker = new DockerConnection(settings.dockerHost());
    return new Runtimes(
        new DockerContainers(docker),
        new DockerImages(docker),
        new DirectoryVolumes(settings.volumeRoot().resolve(settings.name())),
        Credentials.none(),
        NodeNetwork.open(
            config,
            new DockerNetworks(docker),
            Path.of(config.getString(AgentSettings.PATH + ".state-root")).resolve(settings.name()),
            settings.dns()),
        InstantSource.system());
  }

  /// Simulated drivers that take the time from a clock.
  public static Runtimes sim(AgentSettings settings, NetworkRuntime network, InstantSource clock) {
    SimImages images = new SimImages();
    Memory storage = settings.sim().storage();
    RuntimeInfo about =
        new RuntimeInfo(
            "sim",
            "1",
            settings.name(),
            System.getProperty("os.arch", ""),
            "simulated",
            "linux",
            settings.sim().cpu(),
            settings.sim().memory(),
            "10.0.0.0/16");
    return new Runtimes(
        new SimContainers(about, images, clock),
        images,
        new SimVolumes(storage),
        Credentials.none(),
        network,
        clock);
  }

  @Override
  public void close() {
    network.close();
    containers.close();
  }
}

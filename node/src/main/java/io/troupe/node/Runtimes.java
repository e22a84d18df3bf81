package io.troupe.node;

import io.troupe.core.quantity.Memory;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.docker.DockerConnection;
import io.troupe.node.docker.DockerContainers;
import io.troupe.node.docker.DockerImages;
import io.troupe.node.image.Credentials;
import io.troupe.node.image.ImageStore;
import io.troupe.node.sim.SimContainers;
import io.troupe.node.sim.SimImages;
import io.troupe.node.sim.SimVolumes;
import io.troupe.node.volume.DirectoryVolumes;
import io.troupe.node.volume.VolumeStore;
import java.time.InstantSource;

/// The drivers of one node.
public record Runtimes(
    ContainerRuntime containers, ImageStore images, VolumeStore volumes, Credentials credentials)
    implements AutoCloseable {
  /// The drivers that the settings ask for. The runtime need not answer yet.
  public static Runtimes from(AgentSettings settings) {
    return switch (settings.runtime()) {
      case DOCKER -> docker(settings);
      case SIM -> sim(settings, InstantSource.system());
    };
  }

  private static Runtimes docker(AgentSettings settings) {
    DockerConnection docker = new DockerConnection(settings.dockerHost());
    return new Runtimes(
        new DockerContainers(docker),
        new DockerImages(docker),
        new DirectoryVolumes(settings.volumeRoot().resolve(settings.name())),
        Credentials.none());
  }

  /// Simulated drivers that take the time from a clock.
  public static Runtimes sim(AgentSettings settings, InstantSource clock) {
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
        Credentials.none());
  }

  @Override
  public void close() {
    containers.close();
  }
}

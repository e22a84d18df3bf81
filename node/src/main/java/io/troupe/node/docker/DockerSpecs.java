package io.troupe.node.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import io.troupe.core.template.PortBinding;
import io.troupe.node.container.ContainerSpec;
import java.util.List;

/// How a container is described to the Docker Engine. Docker never restarts it: that is the
/// agent's.
final class DockerSpecs {
  /// Where a port is published whose template names no address: not to the whole world.
  private static final String LOOPBACK = "127.0.0.1";

  private DockerSpecs() {}

  static CreateContainerCmd command(DockerClient client, ContainerSpec spec) {
    CreateContainerCmd command =
        client
            .createContainerCmd(spec.image())
            .withName(spec.name())
            .withLabels(spec.labels())
            .withEnv(spec.env())
            .withStopTimeout(spec.stopSeconds())
            .withHostConfig(host(spec));
    if (!spec.entrypoint().isEmpty()) {
      command.withEntrypoint(spec.entrypoint());
    }
    if (!spec.command().isEmpty()) {
      command.withCmd(spec.command());
    }
    if (!spec.workdir().isEmpty()) {
      command.withWorkingDir(spec.workdir());
    }
    if (!spec.user().isEmpty()) {
      command.withUser(spec.user());
    }
    if (!spec.hostname().isEmpty()) {
      command.withHostName(spec.hostname());
    }
    if (!spec.ports().isEmpty()) {
      command.withExposedPorts(spec.ports().stream().map(DockerSpecs::exposed).distinct().toList());
    }
    return command;
  }

  private static HostConfig host(ContainerSpec spec) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withRestartPolicy(RestartPolicy.noRestart())
            .withPrivileged(spec.privileged());
    if (!spec.memory().isZero()) {
      host.withMemory(spec.memory().bytes());
    }
    if (!spec.cpu().isZero()) {
      host.withNanoCPUs(spec.cpu().nanos());
    }
    if (!spec.network().isEmpty()) {
      host.withNetworkMode("container:" + spec.network());
    } else if (!spec.attachment().isEmpty()) {
      host.withNetworkMode(spec.attachment());
    }
    resolver(host, spec);
    if (!spec.extraHosts().isEmpty()) {
      host.withExtraHosts(spec.extraHosts().toArray(String[]::new));
    }
    if (!spec.mounts().isEmpty()) {
      host.withMounts(mounts(spec));
    }
    if (spec.ports().stream().anyMatch(port -> port.hostPort() > 0)) {
      host.withPortBindings(published(spec.ports()));
    }
    return host;
  }

  private static void resolver(HostConfig host, ContainerSpec spec) {
    if (!spec.dns().isEmpty()) {
      host.withDns(spec.dns());
    }
    if (!spec.dnsSearch().isEmpty()) {
      host.withDnsSearch(spec.dnsSearch());
    }
    if (!spec.dnsOptions().isEmpty()) {
      host.withDnsOptions(spec.dnsOptions());
    }
  }

  private static Ports published(List<PortBinding> ports) {
    Ports published = new Ports();
    for (PortBinding port : ports) {
      if (port.hostPort() > 0) {
        String address = port.hostIp().isEmpty() ? LOOPBACK : port.hostIp();
        published.bind(exposed(port), Ports.Binding.bindIpAndPort(address, port.hostPort()));
      }
    }
    return published;
  }

  private static ExposedPort exposed(PortBinding port) {
    return new ExposedPort(port.containerPort(), InternetProtocol.parse(port.protocol().label()));
  }

  private static List<Mount> mounts(ContainerSpec spec) {
    return spec.mounts().stream()
        .map(mount ->
            new Mount()
                .withType(MountType.BIND)
                .withSource(mount.source())
                .withTarget(mount.target())
                .withReadOnly(mount.readOnly()))
        .toList();
  }
}

package io.troupe.node.container;

import io.troupe.core.Ordered;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.PortBinding;
import java.util.List;
import java.util.Map;

/// A container to create. Empty texts and lists mean "the image's own" or "none".
///
/// @param name unique on the runtime
/// @param command what replaces the image's command, arguments included
/// @param env lines `NAME=value`
/// @param ports exposed, and published on the host where they carry a host port
/// @param memory the most it may use, zero for no bound
/// @param cpu the most it may use, zero for no bound
/// @param hostname its own name, empty for the runtime's choice; not together with `network`
/// @param network id of the container whose network it joins, empty for one of its own
/// @param attachment the runtime's name of the network it gets its address from, empty for the
///   runtime's default; not together with `network`
/// @param dnsSearch domains under which names are looked up
/// @param dnsOptions of the resolver, such as `ndots:2`
/// @param stopSeconds grace the runtime itself gives when it is shut down
public record ContainerSpec(
    String name,
    String image,
    List<String> entrypoint,
    List<String> command,
    String workdir,
    List<String> env,
    String user,
    List<PortBinding> ports,
    Memory memory,
    Cpu cpu,
    boolean privileged,
    Map<String, String> labels,
    String hostname,
    String network,
    String attachment,
    List<String> dns,
    List<String> dnsSearch,
    List<String> dnsOptions,
    List<String> extraHosts,
    List<BindMount> mounts,
    int stopSeconds) {
  public ContainerSpec {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    env = List.copyOf(env);
    ports = List.copyOf(ports);
    labels = Ordered.copy(labels);
    dns = List.copyOf(dns);
    dnsSearch = List.copyOf(dnsSearch);
    dnsOptions = List.copyOf(dnsOptions);
    extraHosts = List.copyOf(extraHosts);
    mounts = List.copyOf(mounts);
  }

  /// A container of an image with nothing else given.
  public static ContainerSpec of(String name, String image, Map<String, String> labels) {
    return new ContainerSpec(
        name,
        image,
        List.of(),
        List.of(),
        "",
        List.of(),
        "",
        List.of(),
        Memory.ZERO,
        Cpu.ZERO,
        false,
        labels,
        "",
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0);
  }

  /// The same container with another command.
  public ContainerSpec withCommand(String... words) {
    return new ContainerSpec(
        name,
        image,
        entrypoint,
        List.of(words),
        workdir,
        env,
        user,
        ports,
        memory,
        cpu,
        privileged,
        labels,
        hostname,
        network,
        attachment,
        dns,
        dnsSearch,
        dnsOptions,
        extraHosts,
        mounts,
        stopSeconds);
  }

  /// The same container in another of the runtime's networks.
  public ContainerSpec withAttachment(String other) {
    return new ContainerSpec(
        name,
        image,
        entrypoint,
        command,
        workdir,
        env,
        user,
        ports,
        memory,
        cpu,
        privileged,
        labels,
        hostname,
        network,
        other,
        dns,
        dnsSearch,
        dnsOptions,
        extraHosts,
        mounts,
        stopSeconds);
  }

  /// The same container with another resolver.
  public ContainerSpec withResolver(
      List<String> servers, List<String> search, List<String> options) {
    return new ContainerSpec(
        name,
        image,
        entrypoint,
        command,
        workdir,
        env,
        user,
        ports,
        memory,
        cpu,
        privileged,
        labels,
        hostname,
        network,
        attachment,
        servers,
        search,
        options,
        extraHosts,
        mounts,
        stopSeconds);
  }
}

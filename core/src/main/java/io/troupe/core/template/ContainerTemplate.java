package io.troupe.core.template;

import io.troupe.core.Ordered;
import java.util.List;
import java.util.Map;

/// One container of a pod. Lists and maps are immutable; empty means "the image's own".
///
/// @param entrypoint replaces the image's entry point
/// @param command replaces the image's command
/// @param args appended to the command
/// @param limits the most it may use, enforced by the runtime
/// @param requests what is reserved on a node; where zero, the limit is reserved
/// @param labels labels of the container itself, beside those the agent sets
/// @param extraHosts lines `name:address` for the container's hosts file
/// @param dns name servers, empty for the agent's
public record ContainerTemplate(
    String name,
    Image image,
    List<String> entrypoint,
    List<String> command,
    List<String> args,
    String workdir,
    List<EnvVar> env,
    List<PortBinding> ports,
    List<Mount> mounts,
    Limits limits,
    Limits requests,
    RestartPolicy restart,
    Security security,
    Map<String, String> labels,
    List<String> extraHosts,
    List<String> dns) {
  public ContainerTemplate {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = List.copyOf(env);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
    labels = Ordered.copy(labels);
    extraHosts = List.copyOf(extraHosts);
    dns = List.copyOf(dns);
  }

  /// A container of an image with nothing else given.
  public static ContainerTemplate of(String name, Image image) {
    return new ContainerTemplate(
        name,
        image,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        Limits.NONE,
        RestartPolicy.ALWAYS,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  /// What is reserved on a node for it.
  public Limits reserved() {
    return requests.orElse(limits);
  }

  /// The same container with other limits.
  public ContainerTemplate withLimits(Limits other) {
    return new ContainerTemplate(
        name,
        image,
        entrypoint,
        command,
        args,
        workdir,
        env,
        ports,
        mounts,
        other,
        requests,
        restart,
        security,
        labels,
        extraHosts,
        dns);
  }
}

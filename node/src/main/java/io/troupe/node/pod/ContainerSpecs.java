package io.troupe.node.pod;

import io.troupe.core.Ref;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.Source;
import io.troupe.node.container.BindMount;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// How a pod's template becomes containers. The first container owns the network: it alone has a
/// host name, name servers and extra hosts, and publishes the ports of all of them; the others join
/// it.
final class ContainerSpecs {
  private final PodTools tools;
  private final Ref pod;
  private final PodSpec spec;
  private final long revision;

  ContainerSpecs(PodTools tools, Ref pod, PodSpec spec, long revision) {
    this.tools = tools;
    this.pod = pod;
    this.spec = spec;
    this.revision = revision;
  }

  /// The first container.
  ///
  /// @param attachment how the pod gets into the node's network
  /// @throws RuntimeFailure when the template wants what this release does not have
  ContainerSpec first(ContainerTemplate container, PodAttachment attachment) {
    return of(container, "", attachment);
  }

  /// Another container.
  ///
  /// @param network id of the first one, whose network it joins
  /// @throws RuntimeFailure when the template wants what this release does not have
  ContainerSpec joining(ContainerTemplate container, String network) {
    return of(container, network, PodAttachment.ofRuntime(List.of()));
  }

  private ContainerSpec of(ContainerTemplate container, String network, PodAttachment attachment) {
    boolean first = network.isEmpty();
    return new ContainerSpec(
        ContainerNames.of(pod, container.name()),
        container.image().reference(),
        container.entrypoint(),
        Stream.concat(container.command().stream(), container.args().stream()).toList(),
        container.workdir(),
        container.env().stream().map(variable -> env(container, variable)).toList(),
        container.security().user(),
        first ? ofAll(ContainerTemplate::ports) : List.of(),
        container.limits().memory(),
        container.limits().cpu(),
        container.security().privileged(),
        PodLabels.of(tools.node(), pod, container, spec, revision),
        first ? hostname() : "",
        network,
        attachment.network(),
        first ? dns(attachment) : List.of(),
        attachment.search(pod),
        attachment.dnsOptions(),
        first ? ofAll(ContainerTemplate::extraHosts) : List.of(),
        container.mounts().stream().map(mount -> bind(container, mount)).toList(),
        template().terminationSeconds());
  }

  private PodTemplate template() {
    return spec.template();
  }

  private <T> List<T> ofAll(Function<ContainerTemplate, List<T>> part) {
    return template().containers().stream()
        .flatMap(c -> part.apply(c).stream())
        .distinct()
        .toList();
  }

  private List<String> dns(PodAttachment attachment) {
    List<String> wanted = ofAll(ContainerTemplate::dns);
    return wanted.isEmpty() ? attachment.dns() : wanted;
  }

  private String hostname() {
    String name = pod.name().replaceAll("[^a-zA-Z0-9-]", "-");
    return name.length() > 63 ? name.substring(0, 63) : name;
  }

  private static String env(ContainerTemplate container, EnvVar variable) {
    return switch (variable) {
      case EnvVar.Plain plain -> plain.name() + "=" + plain.value();
      case EnvVar.FromSecret secret ->
          throw absent(
              container,
              "variable " + secret.name(),
              "secret '" + secret.secret() + "'",
              "secrets");
      case EnvVar.FromConfig config ->
          throw absent(
              container,
              "variable " + config.name(),
              "config '" + config.config() + "'",
              "configs");
    };
  }

  private static RuntimeFailure absent(
      ContainerTemplate container, String what, String source, String kind) {
    return new RuntimeFailure(
        Reason.REFUSED,
        "container "
            + container.name()
            + ": "
            + what
            + " comes from "
            + source
            + ", but this release has no "
            + kind
            + " yet; take it out of the template");
  }

  private BindMount bind(ContainerTemplate container, Mount mount) {
    Path root = directory(container, mount);
    Path source = root.resolve(mount.subPath().replaceFirst("^/+", "")).normalize();
    if (!source.startsWith(root)) {
      throw new RuntimeFailure(
          Reason.REFUSED,
          "container "
              + container.name()
              + ": sub path '"
              + mount.subPath()
              + "' leads out of volume '"
              + mount.volume()
              + "'");
    }
    if (!mount.subPath().isEmpty() && Files.isDirectory(root)) {
      makeDirectories(source);
    }
    return new BindMount(source.toString(), mount.path(), mount.readOnly());
  }

  private Path directory(ContainerTemplate container, Mount mount) {
    TemplateVolume volume =
        template().volumes().stream()
            .filter(candidate -> candidate.name().equals(mount.volume()))
            .findFirst()
            .orElseThrow(() ->
                new RuntimeFailure(
                    Reason.REFUSED,
                    "container "
                        + container.name()
                        + " mounts volume '"
                        + mount.volume()
                        + "', which its template does not have"));
    String what = "volume '" + volume.name() + "'";
    return switch (volume.source()) {
      case Source.PodDirectory() -> tools.volumes().create(pod, volume.name());
      case Source.Claim claim ->
          throw absent(container, what, "volume '" + claim.volume() + "'", "volumes of their own");
      case Source.SecretFiles files ->
          throw absent(container, what, "secret '" + files.secret() + "'", "secrets");
      case Source.ConfigFiles files ->
          throw absent(container, what, "config '" + files.config() + "'", "configs");
    };
  }

  private static void makeDirectories(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new RuntimeFailure(
          Reason.REFUSED, "directory " + path + " cannot be made: " + e.getMessage(), e);
    }
  }
}

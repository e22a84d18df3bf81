package io.troupe.core.manifest;

import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.KeyFile;
import io.troupe.core.template.TemplateVolume.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes the parts of a template.
final class ContainerWriter {
  private ContainerWriter() {}

  static Map<String, Object> container(ContainerTemplate container) {
    return new Plain()
        .put("name", container.name())
        .put("image", image(container.image()))
        .put("entrypoint", container.entrypoint())
        .put("command", container.command())
        .put("args", container.args())
        .put("workdir", container.workdir())
        .put("env", container.env().stream().map(ContainerWriter::variable).toList())
        .put("ports", container.ports().stream().map(ContainerWriter::port).toList())
        .put("volumes", container.mounts().stream().map(ContainerWriter::mount).toList())
        .put("resources", resources(container))
        .put("restart", restart(container.restart()))
        .put("security", security(container.security()))
        .put("labels", container.labels())
        .put("extra_hosts", container.extraHosts())
        .put("dns", container.dns())
        .map();
  }

  private static Map<String, Object> image(Image image) {
    Object secret =
        image.secretObject() ? reference(image.secret(), image.secretKey()) : image.secret();
    return new Plain()
        .put("name", image.name())
        .put("sha", image.sha())
        .put("secret", secret)
        .put("policy", image.policy().name().toLowerCase(Locale.ROOT))
        .map();
  }

  private static Map<String, Object> variable(EnvVar variable) {
    Plain plain = new Plain().put("name", variable.name());
    return switch (variable) {
      case EnvVar.Plain given -> plain.keep("value", given.value()).map();
      case EnvVar.FromSecret given ->
          plain.put("secret", reference(given.secret(), given.key())).map();
      case EnvVar.FromConfig given ->
          plain.put("config", reference(given.config(), given.key())).map();
    };
  }

  private static Map<String, Object> reference(String name, String key) {
    return new Plain().put("name", name).put("key", key).map();
  }

  private static String port(PortBinding port) {
    String ip = port.hostIp().indexOf(':') < 0 ? port.hostIp() : "[" + port.hostIp() + "]";
    if (port.hostPort() == 0) {
      return (ip.isEmpty() ? "" : ip + "::") + port;
    }
    return (ip.isEmpty() ? "" : ip + ":") + port.hostPort() + ":" + port;
  }

  private static Map<String, Object> mount(Mount mount) {
    return new Plain()
        .put("name", mount.volume())
        .put("mode", mount.readOnly() ? "ro" : "rw")
        .put("path", mount.path())
        .put("sub_path", mount.subPath())
        .map();
  }

  private static Map<String, Object> resources(ContainerTemplate container) {
    return new Plain()
        .put("limits", limits(container.limits()))
        .put("quota", limits(container.requests()))
        .map();
  }

  private static Map<String, Object> limits(Limits limits) {
    return new Plain()
        .put("cpu", Plain.exact(limits.cpu()))
        .put("ram", Plain.exact(limits.memory()))
        .map();
  }

  private static Map<String, Object> restart(RestartPolicy restart) {
    String policy = restart.when().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Plain plain = new Plain().put("policy", policy);
    return (restart.attempts() == 0 ? plain : plain.put("attempt", restart.attempts())).map();
  }

  private static Map<String, Object> security(Security security) {
    return new Plain().put("privileged", security.privileged()).put("user", security.user()).map();
  }

  static Map<String, Object> volume(TemplateVolume volume) {
    Plain plain = new Plain().put("name", volume.name()).put("type", volume.type());
    return switch (volume.source()) {
      case Source.PodDirectory directory -> plain.map();
      case Source.Claim claim ->
          plain
              .put(
                  "volume",
                  new Plain().put("name", claim.volume()).put("subpath", claim.subPath()).map())
              .map();
      case Source.SecretFiles files ->
          plain.put("secret", files(files.secret(), files.binds())).map();
      case Source.ConfigFiles files ->
          plain.put("config", files(files.config(), files.binds())).map();
    };
  }

  private static Map<String, Object> files(String name, List<KeyFile> binds) {
    List<Map<String, Object>> written =
        binds.stream()
            .map(bind -> new Plain().put("key", bind.key()).put("file", bind.file()).map())
            .toList();
    return new Plain().put("name", name).put("binds", written).map();
  }
}

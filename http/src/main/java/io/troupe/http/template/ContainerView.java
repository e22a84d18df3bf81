package io.troupe.http.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.core.manifest.Words;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One container of a template. What the old API has no place for stands only where it is not the
/// usual.
///
/// @param ports as `8080/tcp`
/// @param published ports on the host, as `127.0.0.1:80:8080/tcp`
@JsonInclude(Include.NON_EMPTY)
public record ContainerView(
    String name,
    String command,
    String workdir,
    String entrypoint,
    List<String> args,
    List<String> ports,
    List<String> published,
    List<EnvView> env,
    ImageView image,
    AmountsView resources,
    List<MountView> volumes,
    @Nullable RestartView restart,
    @Nullable SecurityView security,
    Map<String, String> labels,
    List<String> extraHosts,
    List<String> dns) {
  /// An image.
  ///
  /// @param secret in the form it was given in: a name, or an object of a name and maybe a key;
  ///   empty when there is none
  @JsonInclude(Include.NON_EMPTY)
  public record ImageView(String name, String sha, Object secret, String policy) {}

  /// An environment variable; what it does not come from is an empty object.
  public record EnvView(
      @JsonInclude(Include.NON_EMPTY) String name,
      @JsonInclude(Include.NON_EMPTY) String value,
      KeyView secret,
      KeyView config) {}

  /// A key of a secret or config.
  @JsonInclude(Include.NON_EMPTY)
  public record KeyView(String name, String key) {}

  /// The most a container may use, and what is reserved for it.
  public record AmountsView(AmountView limits, AmountView quota) {}

  /// An amount with its units.
  public record AmountView(String cpu, String ram) {}

  /// Where a volume appears.
  @JsonInclude(Include.NON_EMPTY)
  public record MountView(String name, String mode, String path, String subPath) {}

  /// When the container is started again.
  public record RestartView(String policy, int attempt) {}

  /// With which rights it runs.
  public record SecurityView(boolean privileged, @JsonInclude(Include.NON_EMPTY) String user) {}

  private static final KeyView NO_KEY = new KeyView("", "");

  static ContainerView of(ContainerTemplate container) {
    return new ContainerView(
        container.name(),
        Words.join(container.command()),
        container.workdir(),
        Words.join(container.entrypoint()),
        container.args(),
        container.ports().stream().map(PortBinding::toString).toList(),
        container.ports().stream()
            .filter(port -> port.hostPort() != 0)
            .map(ContainerView::published)
            .toList(),
        container.env().stream().map(ContainerView::variable).toList(),
        image(container.image()),
        new AmountsView(amount(container.limits()), amount(container.requests())),
        container.mounts().stream().map(ContainerView::mount).toList(),
        restart(container.restart()),
        security(container.security()),
        container.labels(),
        container.extraHosts(),
        container.dns());
  }

  private static String published(PortBinding port) {
    String ip = port.hostIp().indexOf(':') < 0 ? port.hostIp() : "[" + port.hostIp() + "]";
    return (ip.isEmpty() ? "" : ip + ":") + port.hostPort() + ":" + port;
  }

  private static EnvView variable(EnvVar variable) {
    return switch (variable) {
      case EnvVar.Plain(String name, String value) -> new EnvView(name, value, NO_KEY, NO_KEY);
      case EnvVar.FromSecret(String name, String secret, String key) ->
          new EnvView(name, "", new KeyView(secret, key), NO_KEY);
      case EnvVar.FromConfig(String name, String config, String key) ->
          new EnvView(name, "", NO_KEY, new KeyView(config, key));
    };
  }

  private static ImageView image(Image image) {
    Object secret =
        image.secretObject() ? new KeyView(image.secret(), image.secretKey()) : image.secret();
    return new ImageView(
        image.name(),
        image.sha(),
        secret,
        image.policy() == PullPolicy.MISSING ? "" : word(image.policy()));
  }

  private static AmountView amount(Limits limits) {
    return new AmountView(limits.cpu().toString(), limits.memory().toString());
  }

  private static MountView mount(Mount mount) {
    return new MountView(
        mount.volume(), mount.readOnly() ? "ro" : "rw", mount.path(), mount.subPath());
  }

  private static @Nullable RestartView restart(RestartPolicy restart) {
    return restart.equals(RestartPolicy.ALWAYS)
        ? null
        : new RestartView(word(restart.when()), restart.attempts());
  }

  private static @Nullable SecurityView security(Security security) {
    return security.equals(Security.NONE)
        ? null
        : new SecurityView(security.privileged(), security.user());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

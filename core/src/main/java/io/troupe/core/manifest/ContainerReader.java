package io.troupe.core.manifest;

import io.troupe.core.manifest.Problem.Fault;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.RestartPolicy.When;
import io.troupe.core.template.Security;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One container of a template.
final class ContainerReader {
  private final Fields fields;
  private final Findings findings;

  /// A container, and which of the parts it gives that an update otherwise keeps.
  record Container(ContainerTemplate template, boolean restartGiven, boolean securityGiven) {}

  private ContainerReader(Fields fields) {
    this.fields = fields;
    this.findings = fields.findings();
  }

  /// Reads a container.
  ///
  /// @param position in the template, counted from 1
  static Container read(Fields fields, int position) {
    return new ContainerReader(fields).container(position);
  }

  private Container container(int position) {
    String name = name(position);
    RestartPolicy restart = restart();
    Security security = security();
    Limits[] amounts = resources();
    Map<String, String> labels = MetaReader.labels(fields);
    ContainerTemplate template =
        new ContainerTemplate(
            name,
            ImageReader.image(fields),
            words("entrypoint"),
            words("command"),
            words("args"),
            fields.textOrEmpty("workdir"),
            EnvReader.env(fields),
            ports(),
            mounts(),
            amounts[0],
            amounts[1],
            restart == null ? RestartPolicy.ALWAYS : restart,
            security == null ? Security.NONE : security,
            labels == null ? Map.of() : labels,
            extraHosts(),
            dns());
    return new Container(template, restart != null, security != null);
  }

  private String name(int position) {
    String name = fields.textOrEmpty("name");
    if (name.isEmpty()) {
      findings.lax(
          Fault.VALUE,
          fields.path("name"),
          fields.location(),
          "the container has no name",
          "give it one");
      return "container-" + position;
    }
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
      value(
          "name",
          "`" + name + "` cannot be the name of a container",
          "use up to 64 letters, digits, `-`, `_` and `.`");
    }
    return name;
  }

  private void value(String field, String message, String remedy) {
    Tree tree = fields.find(field);
    findings.value(
        fields.path(field), tree == null ? fields.location() : tree.location(), message, remedy);
  }

  /// A list of words, or a line that is split into them.
  private List<String> words(String field) {
    Tree tree = fields.find(field);
    if (tree == null || tree instanceof Tree.Sequence) {
      return fields.texts(field);
    }
    return reading(
        tree,
        text -> Words.split(text),
        List.of(),
        fields.textOrEmpty(field),
        "close it, or give a list of words");
  }

  private <R extends @Nullable Object> R reading(
      Tree tree, Function<String, R> parser, R otherwise, String text, String remedy) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      findings.value(tree, String.valueOf(e.getMessage()), remedy);
      return otherwise;
    }
  }

  /// The ports. Views have those of the host apart, as `published`, and each of them once more
  /// among the container's.
  private List<PortBinding> ports() {
    List<PortBinding> published = bindings("published");
    List<PortBinding> ports = new ArrayList<>();
    for (PortBinding given : bindings("ports")) {
      PortBinding port =
          published.stream().filter(host -> publishes(host, given)).findFirst().orElse(given);
      published.remove(port);
      if (!ports.contains(port)) {
        ports.add(port);
      }
    }
    published.stream().filter(port -> !ports.contains(port)).forEach(ports::add);
    return ports;
  }

  private static boolean publishes(PortBinding host, PortBinding port) {
    return port.hostPort() == 0
        && host.containerPort() == port.containerPort()
        && host.protocol() == port.protocol();
  }

  private List<PortBinding> bindings(String field) {
    List<PortBinding> ports = new ArrayList<>();
    List<String> texts = fields.texts(field);
    for (int i = 0; i < texts.size(); i++) {
      Tree tree = fields.items(field).get(i);
      PortBinding port =
          this.<@Nullable PortBinding>reading(
              tree,
              PortText::binding,
              null,
              texts.get(i),
              "write [hostIp:][hostPort:]containerPort[/tcp|udp|sctp], as 8080:80/tcp");
      if (port != null) {
        ports.add(port);
      }
    }
    return ports;
  }

  private List<Mount> mounts() {
    Set<String> paths = new HashSet<>();
    return fields.objects(mount -> mount(mount, paths), "volumes", "mounts");
  }

  private Mount mount(Fields mount, Set<String> paths) {
    String volume = mount.textOrEmpty("name");
    String path = mount.textOrEmpty("path");
    if (!path.startsWith("/")) {
      findings.value(
          mount.path("path"),
          mount.location(),
          path.isEmpty() ? "the mount has no path" : "`" + path + "` is no absolute path",
          "give the path in the container, from `/`");
    } else if (!paths.add(path)) {
      findings.value(
          mount.path("path"),
          mount.location(),
          "two volumes are mounted at `" + path + "`",
          "mount one of them elsewhere");
    }
    String mode = mount.textOrEmpty("mode").toLowerCase(Locale.ROOT);
    if (!Set.of("", "ro", "rw").contains(mode)) {
      findings.lax(
          Fault.VALUE,
          mount.path("mode"),
          mount.location(),
          "`" + mode + "` is no mode of a mount",
          "use ro or rw");
    }
    return new Mount(volume, path, below(mount, "sub_path", "subpath"), mode.equals("ro"));
  }

  /// A path that stays below a directory; empty when absent.
  static String below(Fields fields, String... names) {
    String path = fields.textOrEmpty(names);
    if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
      fields
          .findings()
          .value(
              fields.path(names[0]),
              fields.location(),
              "`" + path + "` leads out of the volume",
              "give a path below it, without `..`");
    }
    return path;
  }

  private Limits[] resources() {
    return fields.objectOrEmpty(
        "resources",
        resources -> {
          Limits limits = resources.objectOrEmpty("limits", AmountReader::limits);
          Tree given = resources.find("quota", "requests", "request");
          Limits requests =
              given == null ? Limits.NONE : Fields.read(given, findings, AmountReader::limits);
          if (exceeds(requests.cpu().nanos(), limits.cpu().nanos())
              || exceeds(requests.memory().bytes(), limits.memory().bytes())) {
            findings.lax(
                Fault.VALUE,
                resources.path("quota"),
                resources.location(),
                "more is requested than the limit allows",
                "raise the limit or lower the request");
          }
          return new Limits[] {limits, requests};
        });
  }

  private static boolean exceeds(long request, long limit) {
    return limit != 0 && request > limit;
  }

  private @Nullable RestartPolicy restart() {
    Tree tree = fields.find("restart");
    if (tree instanceof Tree.Scalar) {
      return policy(fields.textOrEmpty("restart"), 0);
    }
    return fields.object(
        "restart",
        restart -> {
          Integer attempts = restart.integer(0, Integer.MAX_VALUE, "attempt", "attempts");
          return policy(restart.textOrEmpty("policy"), attempts == null ? 0 : attempts);
        });
  }

  private @Nullable RestartPolicy policy(String policy, int attempts) {
    When when =
        switch (policy.toLowerCase(Locale.ROOT)) {
          case "" -> null;
          case "always" -> When.ALWAYS;
          case "on-failure", "onfailure" -> When.ON_FAILURE;
          case "unless-stopped" -> When.UNLESS_STOPPED;
          case "no", "never", "false" -> When.NO;
          default -> {
            value(
                "restart",
                "`" + policy + "` is no restart policy",
                "use always, on-failure, unless-stopped or no");
            yield null;
          }
        };
    return when == null ? null : new RestartPolicy(when, attempts);
  }

  private @Nullable Security security() {
    String user = fields.textOrEmpty("user");
    Security security =
        fields.object(
            "security", given -> new Security(given.flag("privileged"), given.textOrEmpty("user")));
    if (user.isEmpty()) {
      return security;
    }
    return new Security(security != null && security.privileged(), user);
  }

  private List<String> extraHosts() {
    List<String> hosts = fields.texts("extra_hosts");
    for (String host : hosts) {
      if (!host.matches("[^\\s:]+:\\S+")) {
        value("extra_hosts", "`" + host + "` names no host and address", "write name:address");
      }
    }
    return hosts;
  }

  /// A list of name servers, or an object with that list as `server`.
  private List<String> dns() {
    Tree tree = fields.find("dns");
    List<String> servers =
        tree instanceof Tree.Mapping
            ? Fields.read(tree, findings, dns -> dns.texts("server", "servers"))
            : fields.texts("dns");
    for (String server : servers) {
      if (tree != null) {
        reading(tree, Addresses::require, "", server, "give name servers by address");
      }
    }
    return servers;
  }
}

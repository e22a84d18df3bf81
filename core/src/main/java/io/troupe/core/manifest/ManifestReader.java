package io.troupe.core.manifest;

import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.MetaReader.Meta;
import io.troupe.core.manifest.Problem.Fault;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespacePatch.QuotaPatch;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Ipv4;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.template.Selector;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns trees into manifests. Every problem of a document is found, not only the first. Stateless.
public final class ManifestReader {
  private static final List<String> KINDS = List.of("service", "namespace");
  private static final String OLD_STRATEGY = "rolling";
  private static final Set<String> NOT_YET = Set.of("config", "secret", "volume", "route", "job");

  private final Mode mode;

  public ManifestReader(Mode mode) {
    this.mode = mode;
  }

  /// Reads a document whose `kind` says what it describes.
  public Reading<Manifest> manifest(Tree document) {
    Findings findings = new Findings(mode);
    String kind = kindOf(document, findings);
    return switch (kind) {
      case "namespace" -> widen(namespace(document, Naming.REQUIRED));
      case "service" -> widen(service(document, Naming.REQUIRED));
      default ->
          findings.reading(() -> {
            throw new IllegalStateException("an unknown kind is a problem");
          });
    };
  }

  /// Reads a namespace.
  public Reading<NamespaceManifest> namespace(Tree body, Naming naming) {
    return read(body, fields -> namespace(fields, naming));
  }

  /// Reads a service.
  public Reading<ServiceManifest> service(Tree body, Naming naming) {
    return read(body, fields -> service(fields, naming));
  }

  /// Reads a deployment. With [Naming#REQUIRED] it is a new one and must have a template; else it
  /// is a change.
  public Reading<DeploymentManifest> deployment(Tree body, Naming naming) {
    return read(body, fields -> deployment(fields, naming));
  }

  /// Reads what a user says of a node. What the node says of itself cannot be changed so and is
  /// passed over.
  public Reading<NodeMeta> nodeMeta(Tree body) {
    return read(
        body,
        fields -> {
          envelope(fields);
          return fields.objectOrEmpty(
              "meta",
              meta -> {
                List.of("name", "hostname", "architecture", "os_name", "os_type", "cidr")
                    .forEach(meta::text);
                List.of("external_ip", "internal_ip").forEach(meta::text);
                return new NodeMeta(MetaReader.description(meta), MetaReader.labels(meta));
              });
        });
  }

  private <T> Reading<T> read(Tree body, Function<Fields, T> reader) {
    Findings findings = new Findings(mode);
    T value = Fields.read(body, findings, reader);
    return findings.reading(() -> value);
  }

  private static Reading<Manifest> widen(Reading<? extends Manifest> reading) {
    return new Reading<>(reading.value(), reading.problems(), reading.warnings());
  }

  private static String kindOf(Tree document, Findings findings) {
    Tree given = null;
    if (document instanceof Tree.Mapping mapping) {
      for (Tree.Entry entry : mapping.entries()) {
        given = entry.key().equalsIgnoreCase("kind") ? entry.value() : given;
      }
    } else {
      findings.shape(document, "a manifest");
      return "";
    }
    String kind = given instanceof Tree.Scalar scalar ? scalar.raw() : "";
    String folded = kind.toLowerCase(Locale.ROOT);
    if (!KINDS.contains(folded)) {
      Location at = given == null ? document.location() : given.location();
      if (NOT_YET.contains(folded)) {
        findings.add(unsupported(Tree.member(document.path(), "kind"), at, folded));
      } else {
        findings.value(
            Tree.member(document.path(), "kind"),
            at,
            kind.isEmpty() ? "the manifest has no kind" : "unknown kind `" + kind + "`",
            Nearest.remedy(kind, KINDS));
      }
    }
    return folded;
  }

  static Problem unsupported(String path, Location at, String kind) {
    return Problem.at(
        Fault.UNSUPPORTED,
        path,
        at,
        "this version does not run " + kind + "s yet",
        "leave the " + kind + " out");
  }

  private static void envelope(Fields fields) {
    fields.find("kind");
    fields.find("version");
  }

  private static NamespaceManifest namespace(Fields fields, Naming naming) {
    envelope(fields);
    Meta meta = MetaReader.meta(fields, naming);
    return fields.objectOrEmpty(
        "spec",
        spec -> {
          QuotaPatch[] quotas =
              spec.objectOrEmpty(
                  "resources",
                  resources ->
                      new QuotaPatch[] {
                        quota(resources, "request", "requests", "quota"), quota(resources, "limits")
                      });
          String domain = spec.text("domain");
          return new NamespaceManifest(
              meta.name(),
              new NamespacePatch(meta.description(), meta.labels(), domain, quotas[0], quotas[1]));
        });
  }

  private static @Nullable QuotaPatch quota(Fields resources, String... names) {
    Tree tree = resources.find(names);
    return tree == null ? null : Fields.read(tree, resources.findings(), AmountReader::quota);
  }

  static ServiceManifest service(Fields fields, Naming naming) {
    envelope(fields);
    Meta meta = MetaReader.meta(fields, naming);
    return fields.objectOrEmpty(
        "spec",
        spec -> {
          Network network = spec.objectOrEmpty("network", ManifestReader::network);
          String strategy = strategy(spec);
          return new ServiceManifest(
              meta.name(),
              meta.namespace() == null || meta.namespace().isEmpty() ? null : meta.namespace(),
              new ServicePatch(
                  meta.description(),
                  meta.labels(),
                  replicas(spec),
                  MetaReader.selector(spec),
                  network.ip(),
                  network.ports(),
                  strategy,
                  TemplateReader.template(spec)));
        });
  }

  private static DeploymentManifest deployment(Fields fields, Naming naming) {
    envelope(fields);
    Integer bare = naming == Naming.OPTIONAL ? replicas(fields) : null;
    if (naming == Naming.OPTIONAL) {
      fields.find("status");
    }
    Meta meta = MetaReader.meta(fields, naming);
    return fields.objectOrEmpty(
        "spec",
        spec -> {
          spec.find("network");
          spec.find("strategy");
          Integer replicas = replicas(spec);
          Selector selector = MetaReader.selector(spec);
          TemplatePatch template = TemplateReader.template(spec);
          if (template == null && naming == Naming.REQUIRED) {
            spec.findings()
                .value(
                    spec.path("template"),
                    spec.location(),
                    "the deployment has no template",
                    "give `spec.template` with at least one container");
          }
          return new DeploymentManifest(
              meta.name(),
              replicas == null ? bare : replicas,
              selector,
              template == null ? null : template.template());
        });
  }

  private static @Nullable Integer replicas(Fields spec) {
    return spec.integer(0, ServiceSpec.MOST_REPLICAS, "replicas");
  }

  /// A word that is no [Balance] spreads connections as [Balance#RR] does, which is told unless it
  /// is the one that old manifests have.
  private static @Nullable String strategy(Fields spec) {
    return spec.object(
        "strategy",
        strategy -> {
          String type = strategy.text("type");
          Tree at = strategy.find("type");
          if (at != null && type != null && !isStrategy(type)) {
            strategy
                .findings()
                .lax(
                    Fault.VALUE,
                    at.path(),
                    at.location(),
                    "unknown strategy `" + type + "`",
                    "give rr (one after the other), lc (fewest connections) or sh (by the caller's"
                        + " address)");
          }
          return type;
        });
  }

  private static boolean isStrategy(String type) {
    return type.isEmpty() || type.equalsIgnoreCase(OLD_STRATEGY) || Balance.find(type).isPresent();
  }

  private record Network(@Nullable String ip, @Nullable SortedMap<Integer, String> ports) {}

  private static Network network(Fields network) {
    String ip = network.text("ip");
    Tree at = network.find("ip");
    if (at != null
        && ip != null
        && !ip.isEmpty()
        && !ip.equals(io.troupe.core.service.Network.HEADLESS)) {
      attempt(
          network.findings(),
          at,
          () -> Ipv4.parse(ip),
          "give it as 10.96.0.10, or `none` for a name that leads to the pods themselves");
    }
    return new Network(ip, ports(network));
  }

  /// A list of `external:target`, or a map from external port to target as in views.
  private static @Nullable SortedMap<Integer, String> ports(Fields network) {
    Tree tree = network.find("ports");
    if (tree == null) {
      return null;
    }
    SortedMap<Integer, String> ports = new TreeMap<>();
    if (tree instanceof Tree.Mapping) {
      Map<String, String> texts = network.textMap("ports");
      if (texts != null) {
        texts.forEach(
            (external, target) -> port(network.findings(), tree, external + ":" + target, ports));
      }
      return ports;
    }
    List<String> texts = network.texts("ports");
    for (int i = 0; i < texts.size(); i++) {
      port(network.findings(), network.items("ports").get(i), texts.get(i), ports);
    }
    return ports;
  }

  private static void port(
      Findings findings, Tree at, String text, SortedMap<Integer, String> ports) {
    Map.Entry<Integer, String> port =
        attempt(
            findings,
            at,
            () -> PortText.service(text),
            "write external[:target][/tcp|udp], as 80:8080/tcp");
    if (port != null && ports.putIfAbsent(port.getKey(), port.getValue()) != null) {
      findings.value(
          at, "the external port " + port.getKey() + " is given twice", "keep one of them");
    }
  }

  private static <R> @Nullable R attempt(
      Findings findings, Tree at, Supplier<R> reader, String remedy) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      findings.value(at, String.valueOf(e.getMessage()), remedy);
      return null;
    }
  }
}

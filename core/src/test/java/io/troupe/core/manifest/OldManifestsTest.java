package io.troupe.core.manifest;

import static io.troupe.core.manifest.ManifestFixtures.container;
import static io.troupe.core.manifest.ManifestFixtures.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.placement.Demand;
import io.troupe.core.template.ContainerTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Bodies as the old command and the old documents have them, read whole.
class OldManifestsTest {
  private static Map<String, Object> documented() {
    Map<String, Object> nginx =
        container(
            "image", map("name", "nginx:1.15", "sha", "", "secret", map("name", "pull", "key", "")),
            "command", "nginx -g",
            "entrypoint", "",
            "args", List.of("daemon off;"),
            "workdir", "/srv",
            "ports", List.of("8080/tcp"),
            "env",
                List.of(
                    map("name", "A", "value", "1"),
                    map("name", "B", "secret", map("name", "sct", "key", "k")),
                    map("name", "C", "config", map("name", "cfg", "key", "k"))),
            "resources",
                map(
                    "limits", map("ram", "128mib", "cpu", "0.5"),
                    "quota", map("ram", "64mib", "cpu", "0.1")),
            "restart", map("policy", "always", "attempt", 0),
            "security", map("privileged", false),
            "volumes", List.of(map("name", "data", "mode", "rw", "path", "/data", "sub_path", "")));
    List<Object> volumes =
        List.of(
            map("name", "data", "volume", map("name", "vol", "subpath", "")),
            map(
                "name",
                "tls",
                "secret",
                map("name", "sct", "bindsk", List.of(map("key", "k", "file", "tls.key")))),
            map(
                "name",
                "conf",
                "config",
                map("name", "cfg", "binds", List.of(map("key", "k", "file", "a.yml")))));
    return map(
        "kind",
        "Service",
        "version",
        "v1",
        "meta",
        map("name", "web", "labels", map("tier", "front")),
        "spec",
        map(
            "replicas", 2,
            "selector", map("node", "", "labels", map("zone", "a")),
            "strategy", map("type", "rolling"),
            "network", map("ip", "", "ports", List.of("80:8080/tcp", "443")),
            "template", map("containers", List.of(nginx), "volumes", volumes)));
  }

  @Test
  void theDocumentedManifestReadsInBothModesWithoutAWarning() {
    for (Mode mode : Mode.values()) {
      var reading = new ManifestReader(mode).manifest(Tree.of(documented()));
      assertThat(reading.problems()).isEmpty();
      assertThat(reading.warnings()).isEmpty();
      ContainerTemplate container =
          ((ServiceManifest) reading.requireValue())
              .patch()
              .template()
              .template()
              .containers()
              .getFirst();
      assertThat(container.command()).containsExactly("nginx", "-g");
      assertThat(container.entrypoint()).isEmpty();
      assertThat(container.image().secret()).isEqualTo("pull");
    }
  }

  @Test
  void aPortAloneIsNotPublishedSoThatTwoReplicasFitOnOneNode() {
    var manifest =
        (ServiceManifest)
            new ManifestReader(Mode.STRICT).manifest(Tree.of(documented())).requireValue();
    assertThat(Demand.of(manifest.patch().template().template()).hostPorts()).isEmpty();
  }

  @Test
  void theBodyThatTheOldCommandAppliesIsRead() {
    var service =
        map(
            "meta", map("name", "webapp", "description", "dd", "labels", map("a", "b")),
            "spec",
                map(
                    "replicas", 2,
                    "network", map("ports", List.of("80:8080/tcp")),
                    "template",
                        map(
                            "containers",
                                List.of(
                                    map(
                                        "name", "nginx",
                                        "env",
                                            List.of(
                                                map("name", "A", "value", "1"),
                                                map(
                                                    "name",
                                                    "B",
                                                    "secret",
                                                    map("name", "s", "key", "k"))),
                                        "volumes", List.of(map("name", "data", "path", "/data")),
                                        "image", map("name", "nginx"))),
                            "volumes",
                                List.of(map("name", "data", "volume", map("name", "vol"))))));
    var body =
        map(
            "services", map("webapp", service),
            "configs", map(),
            "secrets", map(),
            "routes", map(),
            "volumes", map(),
            "jobs", map());
    var reading = new ApplyReader(Mode.TOLERANT).read(Tree.of(body));
    assertThat(reading.warnings()).isEmpty();
    assertThat(reading.requireValue()).hasSize(1);
  }

  @Test
  void aViewThatIsPutBackIsRead() {
    var view =
        map(
            "meta",
                map(
                    "name",
                    "web",
                    "namespace",
                    "gold",
                    "description",
                    "",
                    "self_link",
                    "gold:web",
                    "replicas",
                    0,
                    "labels",
                    map(),
                    "created",
                    "2026-11-22T16:05:24Z"),
            "status", map("state", "created", "message", ""),
            "spec",
                map(
                    "selector", map(),
                    "replicas", 2,
                    "network", map("ports", map("80", "8080/tcp")),
                    "strategy", map(),
                    "template",
                        map(
                            "containers",
                            List.of(
                                container(
                                    "image", map("name", "nginx", "secret", map()),
                                    "ports", List.of("8080/tcp"),
                                    "resources",
                                        map(
                                            "limits", map("cpu", "0.100", "ram", "128MiB"),
                                            "quota", map("cpu", "0.000", "ram", "0B")))))));
    var reading = new ManifestReader(Mode.TOLERANT).service(Tree.of(view), Naming.OPTIONAL);
    assertThat(reading.requireValue().patch().ports()).containsEntry(80, "8080/tcp");
    assertThat(reading.warnings())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("meta.self_link", "meta.replicas", "meta.created", "status");
  }
}

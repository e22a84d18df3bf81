package io.troupe.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.namespace.NamespaceSpec;
import io.troupe.core.namespace.Quota;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.RestartPolicy.When;
import io.troupe.core.template.Security;
import io.troupe.core.template.Selector;
import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.KeyFile;
import io.troupe.core.template.TemplateVolume.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestWriterTest {
  private static final ContainerTemplate FULL =
      new ContainerTemplate(
          "web",
          new Image(
              "reg.example:5000/web:1",
              "sha256:" + "ab".repeat(32),
              "pull",
              "auth",
              PullPolicy.ALWAYS),
          List.of("sh", "-c"),
          List.of("echo 'a b'", ""),
          List.of("x y"),
          "/srv",
          List.of(
              new EnvVar.Plain("A", ""),
              new EnvVar.Plain("N", "007"),
              new EnvVar.FromSecret("B", "s", "k"),
              new EnvVar.FromConfig("C", "c", "k")),
          List.of(
              new PortBinding("", 0, 80, Protocol.TCP),
              new PortBinding("", 8080, 80, Protocol.TCP),
              new PortBinding("10.0.0.1", 53, 53, Protocol.UDP),
              new PortBinding("::1", 0, 90, Protocol.SCTP)),
          List.of(new Mount("data", "/data", "in", true), new Mount("tls", "/tls", "", false)),
          new Limits(new Cpu(123_456_789), new Memory(2_000_000_001)),
          new Limits(Cpu.millis(100), Memory.mebibytes(64)),
          new RestartPolicy(When.ON_FAILURE, 4),
          new Security(true, "1000"),
          Map.of("a", "b"),
          List.of("db:10.0.0.1"),
          List.of("10.0.0.53"));

  private static final PodTemplate TEMPLATE =
      new PodTemplate(
          List.of(FULL, ContainerTemplate.of("side", Image.named("redis"))),
          List.of(
              new TemplateVolume("data", "dir", new Source.Claim("v", "sub")),
              new TemplateVolume("scratch", "", new Source.PodDirectory()),
              new TemplateVolume(
                  "tls", "", new Source.SecretFiles("s", List.of(new KeyFile("k", "f")))),
              new TemplateVolume("conf", "", new Source.ConfigFiles("c", List.of()))),
          25);

  @Test
  void aServiceReadsBackAsItWas() {
    ServiceSpec spec =
        new ServiceSpec(
            "front",
            Map.of("tier", "front"),
            3,
            new Selector("n1", Map.of("zone", "a")),
            new Network("10.0.0.10", new TreeMap<>(Map.of(80, "8080/tcp", 53, "53/udp"))),
            "rolling",
            TEMPLATE,
            0);
    assertThat(roundTrip(spec)).isEqualTo(spec);
  }

  @Test
  void anEmptyServiceReadsBackAsItWas() {
    assertThat(roundTrip(ServiceSpec.EMPTY)).isEqualTo(ServiceSpec.EMPTY);
  }

  private static ServiceSpec roundTrip(ServiceSpec spec) {
    Tree tree = Tree.of(ManifestWriter.service("web", "demo", spec));
    ServiceManifest manifest =
        (ServiceManifest) new ManifestReader(Mode.STRICT).manifest(tree).requireValue();
    assertThat(manifest.name()).isEqualTo("web");
    assertThat(manifest.namespace()).isEqualTo("demo");
    return manifest.patch().applyTo(ServiceSpec.EMPTY);
  }

  @Test
  void oldClientsReadItToo() {
    ServiceSpec spec =
        new ServiceSpec("", Map.of(), 1, Selector.ANY, Network.NONE, "", TEMPLATE, 0);
    Tree tree = Tree.of(ManifestWriter.service("web", "", spec));
    var reading = new ManifestReader(Mode.TOLERANT).service(tree, Naming.REQUIRED);
    assertThat(reading.warnings()).isEmpty();
    assertThat(reading.requireValue().patch().applyTo(ServiceSpec.EMPTY)).isEqualTo(spec);
  }

  @Test
  void aNamespaceReadsBackAsItWas() {
    NamespaceSpec spec =
        new NamespaceSpec(
            "d",
            Map.of("team", "a"),
            "ext.io",
            new Quota(Memory.mebibytes(1024), Cpu.cpus(1), Memory.ZERO),
            new Quota(new Memory(2_000_000_000), Cpu.millis(2500), Memory.mebibytes(10_240)));
    for (NamespaceSpec each : List.of(spec, NamespaceSpec.EMPTY)) {
      Tree tree = Tree.of(ManifestWriter.namespace("demo", each));
      NamespaceManifest manifest =
          (NamespaceManifest) new ManifestReader(Mode.STRICT).manifest(tree).requireValue();
      assertThat(manifest.patch().applyTo(NamespaceSpec.EMPTY)).isEqualTo(each);
    }
  }

  @Test
  void writesInTheOrderAPersonWould() {
    Map<String, Object> manifest = ManifestWriter.service("web", "", ServiceSpec.EMPTY);
    assertThat(manifest.keySet()).containsExactly("kind", "version", "meta", "spec");
    assertThat(manifest.get("spec")).isEqualTo(Map.of("replicas", 1));
    assertThat(manifest.get("meta")).isEqualTo(Map.of("name", "web"));
  }
}

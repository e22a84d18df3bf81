package io.troupe.core.manifest;

import static io.troupe.core.manifest.ManifestFixtures.container;
import static io.troupe.core.manifest.ManifestFixtures.lines;
import static io.troupe.core.manifest.ManifestFixtures.map;
import static io.troupe.core.manifest.ManifestFixtures.problems;
import static io.troupe.core.manifest.ManifestFixtures.read;
import static io.troupe.core.manifest.ManifestFixtures.service;
import static io.troupe.core.manifest.ManifestFixtures.strict;
import static io.troupe.core.manifest.ManifestFixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.Problem.Fault;
import io.troupe.core.manifest.Tree.Entry;
import io.troupe.core.manifest.Tree.Mapping;
import io.troupe.core.manifest.Tree.Scalar;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespacePatch.QuotaPatch;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.template.Selector;
import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.KeyFile;
import io.troupe.core.template.TemplateVolume.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private final ManifestReader strict = new ManifestReader(Mode.STRICT);
  private final ManifestReader tolerant = new ManifestReader(Mode.TOLERANT);

  @Test
  void readsAWholeService() {
    ServiceManifest manifest =
        strict(
            "replicas", 2,
            "selector", map("node", "n1", "labels", map("zone", "a")),
            "strategy", map("type", "rolling"),
            "network", map("ip", "10.0.0.10", "ports", List.of("80:8080/tcp", "443")),
            "template", template(container()));
    ServicePatch patch = manifest.patch();
    assertThat(manifest.name()).isEqualTo("web");
    assertThat(manifest.namespace()).isNull();
    assertThat(patch.replicas()).isEqualTo(2);
    assertThat(patch.selector()).isEqualTo(new Selector("n1", Map.of("zone", "a")));
    assertThat(patch.strategy()).isEqualTo("rolling");
    assertThat(patch.ip()).isEqualTo("10.0.0.10");
    assertThat(patch.ports()).isEqualTo(new TreeMap<>(Map.of(80, "8080/tcp", 443, "443")));
    assertThat(patch.template()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rr", "lc", "SH", "rolling", ""})
  void takesTheWordsForSpreadingConnectionsAndTheOldOne(String type) {
    for (Mode mode : Mode.values()) {
      var reading = read(mode, service("strategy", map("type", type)));
      assertThat(reading.requireValue().patch().strategy()).isEqualTo(type);
      assertThat(reading.warnings()).isEmpty();
    }
  }

  @Test
  void anUnknownStrategyIsRefusedAndOfAnOldClientTakenAndTold() {
    String told =
        "unknown strategy `random` at spec.strategy.type; give rr (one after the other), lc (fewest"
            + " connections) or sh (by the caller's address)";
    assertThat(lines(problems("strategy", map("type", "random")))).containsExactly(told);
    var reading = read(Mode.TOLERANT, service("strategy", map("type", "random")));
    assertThat(reading.requireValue().patch().strategy()).isEqualTo("random");
    assertThat(lines(reading.warnings())).containsExactly(told);
  }

  @Test
  void absentPartsOfAServiceAreAbsentInThePatch() {
    ServicePatch patch = read(Mode.STRICT, map("meta", map("name", "web"))).requireValue().patch();
    assertThat(patch).isEqualTo(new ServicePatch(null, null, null, null, null, null, null, null));
  }

  @Test
  void anUnknownFieldNamesTheNearestKnownOneAndItsPlace() {
    Location key = new Location(1, 7, 3);
    Tree meta =
        new Mapping(
            "meta",
            new Location(1, 2, 1),
            List.of(
                new Entry(
                    "name",
                    new Location(1, 3, 3),
                    new Scalar("meta.name", new Location(1, 3, 9), Scalar.Type.TEXT, "web"))));
    Tree spec =
        new Mapping(
            "spec",
            new Location(1, 6, 1),
            List.of(
                new Entry(
                    "replcas",
                    key,
                    new Scalar("spec.replcas", new Location(1, 7, 12), Scalar.Type.NUMBER, "3"))));
    Tree root =
        new Mapping(
            "",
            new Location(1, 1, 1),
            List.of(
                new Entry("meta", new Location(1, 2, 1), meta),
                new Entry("spec", new Location(1, 6, 1), spec)));
    assertThat(strict.service(root, Naming.REQUIRED).problems())
        .singleElement()
        .hasToString(
            "unknown field `replcas` at spec.replcas (line 7, column 3);"
                + " did you mean `replicas`?");
  }

  @Test
  void oldClientsAreWarnedOfUnknownFieldsAndMayWriteKeysInAnyCase() {
    var manifest =
        map(
            "Meta", map("Name", "web", "Nmae", "x"),
            "SPEC", map("Replicas", 3, "template", template(container("envs", List.of()))));
    Reading<ServiceManifest> reading = read(Mode.TOLERANT, manifest);
    assertThat(reading.requireValue().patch().replicas()).isEqualTo(3);
    assertThat(reading.warnings())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("Meta.Nmae", "SPEC.template.containers[0].envs");
    assertThat(read(Mode.STRICT, manifest).ok()).isFalse();
  }

  @Test
  void wrongTypesAreProblemsOfShapeInBothModes() {
    for (Mode mode : Mode.values()) {
      var reading =
          read(
              mode,
              service(
                  "replicas", "three",
                  "selector", List.of(),
                  "network", map("ports", "80"),
                  "template", map("containers", map())));
      assertThat(reading.problems())
          .filteredOn(problem -> problem.fault() == Fault.SHAPE)
          .extracting(Problem::path)
          .containsExactlyInAnyOrder(
              "spec.replicas", "spec.selector", "spec.network.ports", "spec.template.containers");
    }
  }

  @Test
  void aNumberIsATextInYamlAndNoneForOldClients() {
    var manifest = map("meta", map("name", 2048));
    assertThat(read(Mode.STRICT, manifest).requireValue().name()).isEqualTo("2048");
    assertThat(read(Mode.TOLERANT, manifest).problems().getFirst().fault()).isEqualTo(Fault.SHAPE);
  }

  @Test
  void findsEveryProblemAtOnce() {
    var reading =
        read(
            Mode.STRICT,
            map(
                "meta", map("name", "a/b", "description", "ä".repeat(300)),
                "spec",
                    map(
                        "replicas", 10_001,
                        "network", map("ip", "10.0.0.300", "ports", List.of("80", "80:81", "x")),
                        "template",
                            map(
                                "containers",
                                List.of(container(), container(), container("image", map()))))));
    assertThat(lines(reading.problems()))
        .anySatisfy(line -> assertThat(line).contains("`a/b` cannot be a name"))
        .anySatisfy(line -> assertThat(line).contains("the description is too long"))
        .anySatisfy(line -> assertThat(line).contains("replicas cannot be 10001"))
        .anySatisfy(line -> assertThat(line).contains("`10.0.0.300` is no IPv4 address"))
        .anySatisfy(line -> assertThat(line).contains("external port 80 is given twice"))
        .anySatisfy(line -> assertThat(line).contains("`x` is no port of a service"))
        .anySatisfy(line -> assertThat(line).contains("two containers have the name `web`"))
        .anySatisfy(line -> assertThat(line).contains("the image has no name"));
    assertThat(reading.problems())
        .extracting(Problem::attribute)
        .contains("name", "description", "replicas", "spec", "image");
  }

  @Test
  void theNameMayBeMissingOnlyWhereThePathSaysIt() {
    var nameless = Tree.of(map("spec", map()));
    assertThat(strict.service(nameless, Naming.REQUIRED).problems())
        .singleElement()
        .extracting(Problem::attribute)
        .isEqualTo("meta.name");
    assertThat(strict.service(nameless, Naming.OPTIONAL).requireValue().name()).isEmpty();
    assertThat(tolerant.service(Tree.of(null), Naming.OPTIONAL).ok()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "-a", "a-", "a--b", "a.b", "a b", "a:b", "ü1"})
  void refusesNamesThatWouldCorruptLinks(String name) {
    var reading = read(Mode.TOLERANT, map("meta", map("name", name)));
    assertThat(reading.problems()).extracting(Problem::attribute).containsExactly("name");
    assertThat(read(Mode.TOLERANT, map("meta", map("name", "a".repeat(65)))).ok()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "Web-1", "a_b-c", "42"})
  void takesNamesOfLettersAndDigits(String name) {
    assertThat(read(Mode.TOLERANT, map("meta", map("name", name))).ok()).isTrue();
    assertThat(read(Mode.TOLERANT, map("meta", map("name", "a".repeat(64)))).ok()).isTrue();
  }

  @Test
  void readsTheVolumesOfATemplateWithEitherNameOfBinds() {
    for (String binds : List.of("binds", "bindsk")) {
      var patch =
          ManifestFixtures.templateOf(
              template(
                  container(),
                  map("name", "scratch", "volume", map(), "secret", map(), "config", map()),
                  map("name", "data", "type", "dir", "volume", map("name", "v", "subpath", "s")),
                  map(
                      "name",
                      "tls",
                      "secret",
                      map("name", "sct", binds, List.of(map("key", "k", "file", "f")))),
                  map(
                      "name",
                      "conf",
                      "config",
                      map("name", "cfg", "binds", List.of(map("key", "k"))))));
      assertThat(patch.template().volumes())
          .containsExactly(
              new TemplateVolume("scratch", "", new Source.PodDirectory()),
              new TemplateVolume("data", "dir", new Source.Claim("v", "s")),
              new TemplateVolume(
                  "tls", "", new Source.SecretFiles("sct", List.of(new KeyFile("k", "f")))),
              new TemplateVolume(
                  "conf", "", new Source.ConfigFiles("cfg", List.of(new KeyFile("k", "k")))));
    }
  }

  @Test
  void aVolumeHasOneNameAndOneSource() {
    assertThat(
            lines(
                problems(
                    "template",
                    template(
                        container(),
                        map("name", "a", "secret", map("name", "s"), "config", map("name", "c")),
                        map("name", "a"),
                        map("type", "dir")))))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("more than one source"))
        .anySatisfy(line -> assertThat(line).contains("two volumes have the name `a`"))
        .anySatisfy(line -> assertThat(line).contains("a volume has no name"));
  }

  @Test
  void aTemplateNeedsAContainerUnlessItIsEmptyAltogether() {
    assertThat(strict("template", map()).patch().template()).isNull();
    assertThat(problems("template", map("containers", List.of())))
        .singleElement()
        .extracting(Problem::attribute)
        .isEqualTo("spec");
  }

  @Test
  void readsTheTerminationPeriodAndTellsWhetherItWasGiven() {
    var given =
        ManifestFixtures.templateOf(
            ManifestFixtures.with(template(container()), "termination", 30));
    assertThat(given.terminationGiven()).isTrue();
    assertThat(given.template().terminationSeconds()).isEqualTo(30);
    assertThat(ManifestFixtures.templateOf(template(container())).terminationGiven()).isFalse();
  }

  @Test
  void aHostPortIsPublishedOnceInATemplate() {
    assertThat(
            lines(
                problems(
                    "template",
                    map(
                        "containers",
                        List.of(
                            container("ports", List.of("80:80")),
                            map("name", "b", "image", "x", "ports", List.of("80:81")))))))
        .singleElement()
        .asString()
        .contains("the host port 80/tcp is published twice");
  }

  @Test
  void readsANamespace() {
    NamespaceManifest manifest =
        strict
            .namespace(
                Tree.of(
                    map(
                        "kind", "namespace",
                        "meta", map("name", "demo", "labels", map("team", "a")),
                        "spec",
                            map(
                                "domain",
                                "ext.io",
                                "resources",
                                map("limits", map("ram", "2GB", "cpu", "2"))))),
                Naming.REQUIRED)
            .requireValue();
    assertThat(manifest)
        .isEqualTo(
            new NamespaceManifest(
                "demo",
                new NamespacePatch(
                    null,
                    Map.of("team", "a"),
                    "ext.io",
                    null,
                    new QuotaPatch(new Memory(2_000_000_000), Cpu.cpus(2), null))));
  }

  @Test
  void readsWhatTheOldCommandSendsForANamespace() {
    var body =
        map(
            "meta", map("name", "demo", "description", ""),
            "spec", map("domain", null, "resources", null));
    assertThat(tolerant.namespace(Tree.of(body), Naming.REQUIRED).requireValue().patch())
        .isEqualTo(new NamespacePatch("", null, null, null, null));
  }

  @Test
  void theKindDecidesInAnyCase() {
    assertThat(strict.manifest(Tree.of(service())).requireValue())
        .isInstanceOf(ServiceManifest.class);
    assertThat(
            strict
                .manifest(Tree.of(map("kind", "NAMESPACE", "meta", map("name", "demo"))))
                .requireValue())
        .isInstanceOf(NamespaceManifest.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Config", "secret", "Volume", "Route", "Job"})
  void kindsThatAreNotRunYetAreSaidToBeSo(String kind) {
    assertThat(strict.manifest(Tree.of(map("kind", kind))).problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.fault()).isEqualTo(Fault.UNSUPPORTED);
          assertThat(problem.message()).startsWith("this version does not run");
        });
  }

  @Test
  void anUnknownKindNamesTheNearest() {
    assertThat(lines(strict.manifest(Tree.of(map("kind", "Servise"))).problems()))
        .containsExactly("unknown kind `Servise` at kind; did you mean `service`?");
    assertThat(strict.manifest(Tree.of(map("meta", map()))).problems()).hasSize(1);
    assertThat(strict.manifest(Tree.of(List.of())).problems())
        .extracting(Problem::fault)
        .containsExactly(Fault.SHAPE);
  }

  @Test
  void aNewDeploymentNeedsATemplateAndAChangeOnlyReplicas() {
    var bare = map("meta", map("name", "v1"), "spec", map("replicas", 2));
    assertThat(strict.deployment(Tree.of(bare), Naming.REQUIRED).problems())
        .extracting(Problem::attribute)
        .containsExactly("spec");
    assertThat(strict.deployment(Tree.of(bare), Naming.OPTIONAL).requireValue().replicas())
        .isEqualTo(2);
    var old = map("replicas", 4, "status", map("state", "", "message", ""));
    assertThat(tolerant.deployment(Tree.of(old), Naming.OPTIONAL).requireValue().replicas())
        .isEqualTo(4);
    var whole =
        map(
            "meta", map("name", "v1"),
            "spec",
                map(
                    "replicas", 1,
                    "strategy", map("type", "x"),
                    "network", map(),
                    "template", template(container())));
    assertThat(strict.deployment(Tree.of(whole), Naming.REQUIRED).requireValue().template())
        .isNotNull();
  }

  @Test
  void readsWhatAUserSaysOfANode() {
    var body = map("meta", map("description", "rack 3", "labels", map("zone", "a"), "cidr", ""));
    assertThat(strict.nodeMeta(Tree.of(body)).requireValue())
        .isEqualTo(new NodeMeta("rack 3", Map.of("zone", "a")));
    assertThat(tolerant.nodeMeta(Tree.of(map())).requireValue())
        .isEqualTo(new NodeMeta(null, null));
  }

  @Test
  void laterDocumentsAreNamedInMessages() {
    assertThat(new Location(2, 7, 3)).hasToString("document 2, line 7, column 3");
    assertThat(new Location(1, 7, 0)).hasToString("line 7");
    assertThat(Location.UNKNOWN).hasToString("");
  }
}

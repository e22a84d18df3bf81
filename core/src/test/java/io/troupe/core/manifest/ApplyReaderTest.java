package io.troupe.core.manifest;

import static io.troupe.core.manifest.ManifestFixtures.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.Problem.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplyReaderTest {
  private final ApplyReader reader = new ApplyReader(Mode.TOLERANT);

  private static Map<String, Object> manifest(String name) {
    return map("meta", map("name", name), "spec", map("replicas", 1));
  }

  @Test
  void namesComeFromMetaAndNotFromTheKeys() {
    var body = map("services", map("x", manifest("web"), "y", manifest("db")));
    assertThat(reader.read(Tree.of(body)).requireValue())
        .extracting(ServiceManifest::name)
        .containsExactly("web", "db");
  }

  @Test
  void emptyMapsOfOtherKindsAreFine() {
    var body =
        map(
            "services", map("web", manifest("web")),
            "configs", map(),
            "secrets", map(),
            "routes", null,
            "volumes", map(),
            "jobs", map());
    assertThat(reader.read(Tree.of(body)).requireValue()).hasSize(1);
    assertThat(reader.read(Tree.of(map())).requireValue()).isEmpty();
  }

  @Test
  void manifestsOfKindsThatAreNotRunYetAreProblems() {
    var body = map("configs", map("cfg", manifest("cfg")), "jobs", map("build", manifest("build")));
    assertThat(reader.read(Tree.of(body)).problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem.fault()).isEqualTo(Fault.UNSUPPORTED))
        .extracting(Problem::path)
        .containsExactly("configs.cfg", "jobs.build");
  }

  @Test
  void problemsKeepTheirAttributesBelowTheBody() {
    var bad = map("meta", map("name", "a/b"), "spec", map("replicas", -1));
    var nameless = map("spec", map());
    var body = map("services", map("a", bad, "b", nameless, "c", null));
    assertThat(reader.read(Tree.of(body)).problems())
        .extracting(Problem::attribute)
        .containsExactlyInAnyOrder("name", "replicas", "meta.name", "manifest");
  }

  @Test
  void aNameIsGivenOnce() {
    var body = map("services", map("a", manifest("web"), "b", manifest("web")));
    assertThat(reader.read(Tree.of(body)).problems())
        .singleElement()
        .asString()
        .contains("two services have the name `web`");
  }

  @Test
  void mapsMustBeMaps() {
    assertThat(reader.read(Tree.of(map("services", List.of()))).problems())
        .extracting(Problem::fault)
        .containsExactly(Fault.SHAPE);
    assertThat(reader.read(Tree.of("text")).problems()).hasSize(1);
  }
}

package io.troupe.core.manifest;

import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Manifests as Java maps.
final class ManifestFixtures {
  private ManifestFixtures() {}

  /// A map in the given order: key, value, key, value, …
  static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /// The map with one more entry.
  static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  static Map<String, Object> container(Object... more) {
    Map<String, Object> container = map("name", "web", "image", map("name", "nginx:1.27"));
    container.putAll(map(more));
    return container;
  }

  static Map<String, Object> template(Map<String, Object> container, Object... volumes) {
    return map("containers", List.of(container), "volumes", List.of(volumes));
  }

  static Map<String, Object> service(Object... spec) {
    return map("kind", "Service", "meta", map("name", "web"), "spec", map(spec));
  }

  static Reading<ServiceManifest> read(Mode mode, Map<String, Object> manifest) {
    return new ManifestReader(mode).service(Tree.of(manifest), Naming.REQUIRED);
  }

  static ServiceManifest strict(Object... spec) {
    return read(Mode.STRICT, service(spec)).requireValue();
  }

  static List<Problem> problems(Object... spec) {
    return read(Mode.STRICT, service(spec)).problems();
  }

  static List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    problems.forEach(problem -> lines.add(problem.toString()));
    return lines;
  }

  static TemplatePatch templateOf(Map<String, Object> template) {
    TemplatePatch patch = strict("template", template).patch().template();
    if (patch == null) {
      throw new AssertionError("no template was read");
    }
    return patch;
  }

  static ContainerTemplate containerOf(Object... more) {
    return templateOf(template(container(more))).template().containers().getFirst();
  }

  static List<String> containerProblems(Object... more) {
    return lines(problems("template", template(container(more))));
  }
}

package io.troupe.http.apply;

import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Manifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.ManifestReader;
import io.troupe.core.manifest.Mode;
import io.troupe.core.manifest.Problem;
import io.troupe.core.manifest.Problem.Fault;
import io.troupe.core.manifest.Reading;
import io.troupe.core.manifest.Tree;
import io.troupe.http.frame.ApiError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The manifests of one file, strictly read: every problem of every document is found before
/// anything is done.
final class Manifests {
  private Manifests() {}

  /// Reads all documents.
  ///
  /// @throws ApiError naming every problem
  static List<Manifest> read(List<Tree> documents) {
    ManifestReader reader = new ManifestReader(Mode.STRICT);
    List<Manifest> manifests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, Location> seen = new HashMap<>();
    for (Tree document : documents) {
      Reading<Manifest> reading = reader.manifest(document);
      problems.addAll(reading.problems());
      if (reading.ok()) {
        Manifest manifest = reading.requireValue();
        Location before = seen.putIfAbsent(identity(manifest), document.location());
        if (before != null) {
          problems.add(twice(manifest, document, before));
        }
        manifests.add(manifest);
      }
    }
    if (!problems.isEmpty()) {
      throw ApiError.problems(problems);
    }
    return manifests;
  }

  private static String identity(Manifest manifest) {
    return manifest instanceof ServiceManifest service
        ? "service " + service.namespace() + ":" + service.name()
        : "namespace " + manifest.name();
  }

  private static Problem twice(Manifest manifest, Tree document, Location before) {
    return new Problem(
        Fault.VALUE,
        Tree.member(document.path(), "meta.name"),
        "name",
        document.location(),
        "`%s` is described twice, first at %s".formatted(manifest.name(), before),
        "keep one of the two documents");
  }
}

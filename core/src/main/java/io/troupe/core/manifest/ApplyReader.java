package io.troupe.core.manifest;

import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.Problem.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the body of an apply request: per kind a map of manifests, whose keys say nothing. Kinds
/// that this version does not run may only be empty. Stateless.
public final class ApplyReader {
  private static final List<String> NOT_YET = List.of("config", "secret", "volume", "route", "job");

  private final Mode mode;

  public ApplyReader(Mode mode) {
    this.mode = mode;
  }

  /// The services of the body, in the order they stand in.
  public Reading<List<ServiceManifest>> read(Tree body) {
    Findings findings = new Findings(mode);
    List<ServiceManifest> services = Fields.read(body, findings, ApplyReader::services);
    return findings.reading(() -> List.copyOf(services));
  }

  private static List<ServiceManifest> services(Fields body) {
    for (String kind : NOT_YET) {
      for (Tree.Entry entry : entries(body, kind + "s")) {
        body.findings()
            .add(ManifestReader.unsupported(entry.value().path(), entry.location(), kind));
      }
    }
    List<ServiceManifest> services = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Tree.Entry entry : entries(body, "services")) {
      Tree tree = entry.value();
      if (tree.isNull()) {
        body.findings().add(emptyManifest(entry));
        continue;
      }
      ServiceManifest service =
          Fields.read(
              tree, body.findings(), fields -> ManifestReader.service(fields, Naming.REQUIRED));
      if (!service.name().isEmpty() && !names.add(service.name())) {
        body.findings()
            .value(
                Tree.member(tree.path(), "meta.name"),
                entry.location(),
                "two services have the name `" + service.name() + "`",
                "rename one of them");
      }
      services.add(service);
    }
    return services;
  }

  private static Problem emptyManifest(Tree.Entry entry) {
    return new Problem(
        Fault.VALUE,
        entry.value().path(),
        "manifest",
        entry.location(),
        "the manifest is empty",
        "fill it or leave it out");
  }

  private static List<Tree.Entry> entries(Fields body, String kind) {
    Tree tree = body.find(kind);
    if (tree == null) {
      return List.of();
    }
    if (tree instanceof Tree.Mapping mapping) {
      return mapping.entries();
    }
    body.findings().shape(tree, "a map of manifests");
    return List.of();
  }
}

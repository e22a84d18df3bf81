package io.troupe.core.manifest;

import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.KeyFile;
import io.troupe.core.template.TemplateVolume.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The volumes of a template.
final class VolumeReader {
  private VolumeReader() {}

  static List<TemplateVolume> volumes(Fields template) {
    Set<String> names = new HashSet<>();
    return template.objects(fields -> volume(fields, names), "volumes");
  }

  private static TemplateVolume volume(Fields fields, Set<String> names) {
    Findings findings = fields.findings();
    String name = fields.textOrEmpty("name");
    if (name.isBlank()) {
      findings.value(
          fields.path("name"), fields.location(), "a volume has no name", "give it a name");
    } else if (!names.add(name)) {
      findings.value(
          fields.path("name"),
          fields.location(),
          "two volumes have the name `" + name + "`",
          "rename one of them");
    }
    String type = fields.textOrEmpty("type");
    List<Source> sources = sources(fields);
    if (sources.size() > 1) {
      findings.value(
          fields.path("volume"),
          fields.location(),
          "the volume `" + name + "` has more than one source",
          "keep one of `volume`, `secret` and `config`");
    }
    return new TemplateVolume(
        name, type, sources.isEmpty() ? new Source.PodDirectory() : sources.getFirst());
  }

  /// A source without a name is none: views of the old API always have the objects.
  private static List<Source> sources(Fields volume) {
    List<Source> sources = new ArrayList<>();
    volume.object(
        "volume",
        fields -> {
          String name = fields.textOrEmpty("name");
          String path = ContainerReader.below(fields, "subpath", "sub_path");
          return name.isEmpty() || sources.add(new Source.Claim(name, path));
        });
    volume.object(
        "secret",
        fields -> {
          String name = fields.textOrEmpty("name");
          List<KeyFile> binds = binds(fields);
          return name.isEmpty() || sources.add(new Source.SecretFiles(name, binds));
        });
    volume.object(
        "config",
        fields -> {
          String name = fields.textOrEmpty("name");
          List<KeyFile> binds = binds(fields);
          return name.isEmpty() || sources.add(new Source.ConfigFiles(name, binds));
        });
    return sources;
  }

  /// Old YAML manifests write `bindsk`.
  private static List<KeyFile> binds(Fields source) {
    return source.objects(
        fields -> {
          String key = fields.textOrEmpty("key");
          if (key.isEmpty()) {
            fields
                .findings()
                .value(fields.path("key"), fields.location(), "a bind has no key", "name the key");
          }
          String file = ContainerReader.below(fields, "file");
          return new KeyFile(key, file.isEmpty() ? key : file);
        },
        "binds",
        "bindsk");
  }
}

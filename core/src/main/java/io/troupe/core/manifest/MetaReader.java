package io.troupe.core.manifest;

import io.troupe.core.template.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every manifest has: meta, labels and selectors.
final class MetaReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*");
  private static final int DESCRIPTION_BYTES = 512;

  /// The meta of a namespaced resource.
  ///
  /// @param name empty when not given
  record Meta(
      String name,
      @Nullable String namespace,
      @Nullable String description,
      @Nullable Map<String, String> labels) {}

  private MetaReader() {}

  static Meta meta(Fields manifest, Naming naming) {
    return manifest.objectOrEmpty(
        "meta",
        fields -> {
          String name = fields.textOrEmpty("name");
          Findings findings = fields.findings();
          if (!name.isEmpty()) {
            name(fields, "name", name);
          } else if (naming == Naming.REQUIRED) {
            findings.add(
                new Problem(
                    Problem.Fault.VALUE,
                    fields.path("name"),
                    "meta.name",
                    fields.location(),
                    "the name is missing",
                    "give `meta.name`"));
          }
          String namespace = fields.text("namespace");
          if (namespace != null && !namespace.isEmpty()) {
            name(fields, "namespace", namespace);
          }
          return new Meta(name, namespace, description(fields), labels(fields));
        });
  }

  private static void name(Fields fields, String field, String name) {
    if (name.length() < 2 || name.length() > 64 || !NAME.matcher(name).matches()) {
      fields
          .findings()
          .value(
              at(fields, field),
              "`" + name + "` cannot be a name",
              "use 2 to 64 letters and digits, with single `-` or `_` between them");
    }
  }

  static @Nullable String description(Fields fields) {
    String description = fields.text("description");
    if (description != null
        && description.getBytes(StandardCharsets.UTF_8).length > DESCRIPTION_BYTES) {
      fields
          .findings()
          .value(
              at(fields, "description"),
              "the description is too long",
              "shorten it to " + DESCRIPTION_BYTES + " bytes");
    }
    return description;
  }

  static @Nullable Map<String, String> labels(Fields fields) {
    Map<String, String> labels = fields.textMap("labels");
    if (labels != null && labels.containsKey("")) {
      fields.findings().value(at(fields, "labels"), "a label has no name", "name it or remove it");
    }
    return labels;
  }

  static @Nullable Selector selector(Fields spec) {
    return spec.object(
        "selector",
        fields -> {
          Map<String, String> labels = labels(fields);
          return new Selector(fields.textOrEmpty("node"), labels == null ? Map.of() : labels);
        });
  }

  private static Tree at(Fields fields, String name) {
    Tree tree = fields.find(name);
    return tree == null ? new Tree.Mapping(fields.path(name), fields.location(), List.of()) : tree;
  }
}

package io.troupe.core.manifest;

import io.troupe.core.template.EnvVar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A container's environment: plain values, and keys of secrets and configs.
final class EnvReader {
  private EnvReader() {}

  private record Source(String name, String key) {}

  static List<EnvVar> env(Fields container) {
    Set<String> names = new HashSet<>();
    return container.objects(fields -> variable(fields, names), "env");
  }

  private static EnvVar variable(Fields fields, Set<String> names) {
    Findings findings = fields.findings();
    String name = fields.textOrEmpty("name");
    if (name.isBlank() || name.indexOf('=') >= 0) {
      findings.value(
          fields.path("name"),
          fields.location(),
          name.isBlank() ? "an environment variable has no name" : "`" + name + "` has a `=`",
          "give it a name");
    } else if (!names.add(name)) {
      findings.lax(
          Problem.Fault.VALUE,
          fields.path("name"),
          fields.location(),
          "the environment variable `" + name + "` is given twice",
          "keep one of them");
    }
    String value = fields.textOrEmpty("value");
    Source secret = source(fields, "secret");
    Source config = source(fields, "config");
    if (secret != null && config != null) {
      findings.value(
          fields.path("config"),
          fields.location(),
          "`" + name + "` comes from a secret and a config at once",
          "keep one of them");
    }
    if (secret != null) {
      return new EnvVar.FromSecret(name, secret.name(), secret.key());
    }
    return config == null
        ? new EnvVar.Plain(name, value)
        : new EnvVar.FromConfig(name, config.name(), config.key());
  }

  /// A reference without a name is none: views of the old API always have the object.
  private static @Nullable Source source(Fields variable, String kind) {
    Source source =
        variable.object(
            kind, fields -> new Source(fields.textOrEmpty("name"), fields.textOrEmpty("key")));
    if (source == null || source.name().isEmpty()) {
      return null;
    }
    if (source.key().isEmpty()) {
      variable
          .findings()
          .value(
              Tree.member(variable.path(kind), "key"),
              variable.location(),
              "the " + kind + " `" + source.name() + "` is named without a key",
              "give `" + kind + ".key`");
    }
    return source;
  }
}

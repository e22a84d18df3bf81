package io.troupe.core.manifest;

/// How a manifest is read.
public enum Mode {
  /// Every field must mean something; any scalar will do where a text belongs, as in YAML.
  STRICT,
  /// As the old API read JSON: unknown fields are passed over with a warning, keys match in any
  /// case, and a number is no text.
  TOLERANT
}

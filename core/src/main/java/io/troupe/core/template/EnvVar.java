package io.troupe.core.template;

/// An environment variable of a container: a plain value, or the key of a secret or config.
public sealed interface EnvVar {
  /// The variable's name.
  String name();

  /// A value written in the template.
  record Plain(String name, String value) implements EnvVar {}

  /// The value of a key of a secret of the namespace.
  record FromSecret(String name, String secret, String key) implements EnvVar {}

  /// The value of a key of a config of the namespace.
  record FromConfig(String name, String config, String key) implements EnvVar {}
}

package io.troupe.node.image;

import java.util.Optional;

/// Where an agent looks up the credentials of registries. Called on virtual threads; may block.
public interface Credentials {
  /// The credentials in a secret of a namespace, empty when there is no such secret or key.
  ///
  /// @param key key in the secret, empty for its `username` and `password`
  Optional<RegistryAuth> find(String namespace, String secret, String key);

  /// No secret at all.
  static Credentials none() {
    return (namespace, secret, key) -> Optional.empty();
  }
}

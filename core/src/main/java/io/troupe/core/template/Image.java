package io.troupe.core.template;

/// The image of a container.
///
/// @param name reference with registry and tag: `nginx:1.27`, `registry.example:5000/team/web:3`
/// @param sha digest that pins the content (`sha256:…`), empty for none
/// @param secret name of the secret that holds the registry's user and password, empty for none
/// @param secretKey key in that secret, empty for its `username` and `password` keys
/// @param policy when the node pulls it
/// @param secretObject whether the secret was given as an object and not by its name alone; views
///   show it as it was given. True wherever there is a key
public record Image(
    String name,
    String sha,
    String secret,
    String secretKey,
    PullPolicy policy,
    @Form boolean secretObject) {
  public Image {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an image needs a name");
    }
    secretObject = !secret.isEmpty() && (secretObject || !secretKey.isEmpty());
  }

  /// An image whose secret, if it has no key, is given by its name.
  public Image(String name, String sha, String secret, String secretKey, PullPolicy policy) {
    this(name, sha, secret, secretKey, policy, false);
  }

  /// An image by its reference alone, pulled when missing.
  public static Image named(String name) {
    return new Image(name, "", "", "", PullPolicy.MISSING);
  }

  /// What the runtime is asked for: the repository with the digest where one is given, else the
  /// name.
  public String reference() {
    if (sha.isEmpty()) {
      return name;
    }
    int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
    return (tag < 0 ? name : name.substring(0, tag)) + "@" + sha;
  }
}

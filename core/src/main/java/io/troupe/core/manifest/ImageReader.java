package io.troupe.core.manifest;

import io.troupe.core.template.Image;
import io.troupe.core.template.PullPolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A container's image: its reference as a plain text, or an object.
final class ImageReader {
  /// What stands in for an image that cannot be read; the reading as a whole has failed then.
  private static final Image UNREADABLE = Image.named("unreadable");

  private ImageReader() {}

  static Image image(Fields container) {
    Tree tree = container.find("image");
    if (tree == null) {
      container
          .findings()
          .value(
              container.path("image"),
              container.location(),
              "the container has no image",
              "give `image: {name: repository:tag}`");
      return UNREADABLE;
    }
    if (tree instanceof Tree.Scalar) {
      return named(container, tree, container.textOrEmpty("image"), "", Secret.NONE, null);
    }
    return Fields.read(
        tree,
        container.findings(),
        fields -> {
          String name = fields.textOrEmpty("name");
          String sha = digest(fields, tree);
          Secret secret = secret(fields);
          return named(fields, tree, name, sha, secret, policy(fields));
        });
  }

  private record Secret(String name, String key, boolean object) {
    static final Secret NONE = new Secret("", "", false);
  }

  private static Image named(
      Fields fields,
      Tree tree,
      String name,
      String sha,
      Secret secret,
      @Nullable PullPolicy policy) {
    if (name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
      fields
          .findings()
          .value(
              tree,
              name.isBlank() ? "the image has no name" : "`" + name + "` is no image name",
              "name it as `repository:tag`");
      return UNREADABLE;
    }
    return new Image(
        name,
        sha,
        secret.name(),
        secret.key(),
        policy == null ? PullPolicy.MISSING : policy,
        secret.object());
  }

  /// Sixty-four hex digits alone mean SHA-256.
  private static String digest(Fields fields, Tree image) {
    String sha = fields.textOrEmpty("sha");
    if (sha.matches("[0-9a-fA-F]{64}")) {
      return "sha256:" + sha.toLowerCase(Locale.ROOT);
    }
    if (!sha.isEmpty() && !sha.matches("[a-z0-9]+:[0-9a-fA-F]{32,}")) {
      fields
          .findings()
          .value(image, "`" + sha + "` is no digest of an image", "write it as `sha256:…`");
    }
    return sha;
  }

  private static Secret secret(Fields image) {
    Tree tree = image.find("secret");
    if (tree == null) {
      return Secret.NONE;
    }
    if (tree instanceof Tree.Scalar) {
      return new Secret(image.textOrEmpty("secret"), "", false);
    }
    return Fields.read(
        tree,
        image.findings(),
        fields -> new Secret(fields.textOrEmpty("name"), fields.textOrEmpty("key"), true));
  }

  private static @Nullable PullPolicy policy(Fields image) {
    String policy = image.textOrEmpty("policy", "pull_policy");
    return switch (policy.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "always" -> PullPolicy.ALWAYS;
      case "missing", "ifnotpresent", "if-not-present" -> PullPolicy.MISSING;
      case "never" -> PullPolicy.NEVER;
      default -> {
        image
            .findings()
            .value(
                image.path("policy"),
                image.location(),
                "`" + policy + "` is no pull policy",
                "use always, missing or never");
        yield null;
      }
    };
  }
}

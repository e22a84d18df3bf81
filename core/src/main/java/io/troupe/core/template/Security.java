package io.troupe.core.template;

/// With which rights a container runs.
///
/// @param user `uid[:gid]` or a name known in the image, empty for the image's own
public record Security(boolean privileged, String user) {
  /// The image's own user, no extra rights.
  public static final Security NONE = new Security(false, "");
}

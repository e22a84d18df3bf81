package io.troupe.core.manifest;

/// Something wrong with a manifest: what, where, and what to do.
///
/// @param path the field, from the root of the document: `spec.replicas`
/// @param attribute the field in the words of the old API's `Bad <attribute> parameter`: `name`,
///   `meta.name` (missing), `description`, `replicas`, `image`, `spec`, `manifest`
/// @param remedy empty when the message says it all
public record Problem(
    Fault fault, String path, String attribute, Location location, String message, String remedy) {
  /// What kind of problem it is.
  public enum Fault {
    /// A value of the wrong type: a list where a text belongs.
    SHAPE,
    /// A field that means nothing here.
    UNKNOWN_FIELD,
    /// A value of the right type that is not allowed, or one that is missing.
    VALUE,
    /// An amount of memory, storage or processor time that cannot be read.
    QUANTITY,
    /// Something that this version does not run yet.
    UNSUPPORTED
  }

  /// A problem whose attribute follows from its path.
  static Problem at(Fault fault, String path, Location location, String message, String remedy) {
    return new Problem(fault, path, attributeOf(path), location, message, remedy);
  }

  private static String attributeOf(String path) {
    if (endsWith(path, "meta.name")) {
      return "name";
    }
    if (endsWith(path, "meta.description")) {
      return "description";
    }
    if (endsWith(path, "spec.replicas") || path.equals("replicas")) {
      return "replicas";
    }
    if (path.matches(".*containers\\[\\d+]\\.image(\\..*)?")) {
      return "image";
    }
    if (endsWith(path, "meta") || path.startsWith("meta.") || path.contains(".meta.")) {
      return "meta";
    }
    return "spec";
  }

  private static boolean endsWith(String path, String end) {
    return path.equals(end) || path.endsWith("." + end);
  }

  /// The problem in one line: ``unknown field `replcas` at spec.replcas (line 7, column 3); did you
  /// mean `replicas`?``.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(message);
    if (!path.isEmpty()) {
      text.append(" at ").append(path);
    }
    if (!location.toString().isEmpty()) {
      text.append(" (").append(location).append(')');
    }
    if (!remedy.isEmpty()) {
      text.append("; ").append(remedy);
    }
    return text.toString();
  }
}

package io.troupe.http.frame;

/// A parameter of a route, as its description names it.
///
/// @param type `string`, `integer` or `boolean`
public record Parameter(String name, Place place, String type, String description) {
  /// Where it stands in the request.
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }
}

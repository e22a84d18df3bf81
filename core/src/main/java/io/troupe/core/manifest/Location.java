package io.troupe.core.manifest;

/// Where something stands in a manifest file. All three count from 1; 0 means unknown.
///
/// @param document which document of the file
public record Location(int document, int line, int column) {
  /// Nothing known.
  public static final Location UNKNOWN = new Location(0, 0, 0);

  public Location {
    if (document < 0 || line < 0 || column < 0) {
      throw new IllegalArgumentException("a location counts from 1, or is 0 where unknown");
    }
  }

  /// True when at least the line is known.
  public boolean known() {
    return line > 0;
  }

  /// The location as messages show it: `line 7, column 3`, with `document 2` in front when it is
  /// not the first; empty when unknown.
  @Override
  public String toString() {
    if (!known()) {
      return document > 1 ? "document " + document : "";
    }
    String place = column > 0 ? "line " + line + ", column " + column : "line " + line;
    return document > 1 ? "document " + document + ", " + place : place;
  }
}

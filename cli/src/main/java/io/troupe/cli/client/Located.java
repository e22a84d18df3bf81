package io.troupe.cli.client;

/// A resource whose whole self-link is known.
public record Located(String kind, String link) {
  /// Its address below a route: `service/demo:web`.
  public String path() {
    return kind + "/" + Client.encode(link);
  }

  /// As users write it: `service demo/web`.
  public String title() {
    return kind + " " + link.replace(':', '/');
  }

  /// The parts of its self-link.
  public String part(int index) {
    return link.split(":", -1)[index];
  }
}

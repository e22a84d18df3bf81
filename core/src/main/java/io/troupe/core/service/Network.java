package io.troupe.core.service;

import io.troupe.core.Ordered;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a service is reached.
///
/// @param ip the address the user has fixed, empty for any
/// @param ports external port to target text: `80` to `8080/tcp`
public record Network(String ip, SortedMap<Integer, String> ports) {
  /// Not reached at all.
  public static final Network NONE = new Network("", new TreeMap<>());

  public Network {
    ports = Ordered.copy(ports);
  }
}

package io.troupe.actors.network;

import com.typesafe.config.Config;
import io.troupe.core.network.Cidr;
import java.time.Duration;
import java.util.function.Function;

/// The cluster's network: section `troupe.network` of the configuration, explained in
/// `reference.conf`.
///
/// @param pods the range of all pods' addresses
/// @param nodePrefix the prefix length of each node's part of it
/// @param services the range of all services' addresses
/// @param drainTimeout how long an ending pod waits for nodes that do not say that they know
public record NetworkSettings(Cidr pods, int nodePrefix, Cidr services, Duration drainTimeout) {
  private static final String PATH = "troupe.network";

  public NetworkSettings {
    if (pods.overlaps(services)) {
      throw new IllegalArgumentException(
          "%s.pods (%s) and %s.services (%s) overlap; give them ranges of their own"
              .formatted(PATH, pods, PATH, services));
    }
    if (nodePrefix < pods.length() || nodePrefix > 29) {
      throw new IllegalArgumentException(
          "%s.node-prefix must be %d to 29, not %d".formatted(PATH, pods.length(), nodePrefix));
    }
  }

  /// Reads the section of a whole configuration.
  ///
  /// @throws IllegalArgumentException when a value makes no sense, with the key
  public static NetworkSettings from(Config whole) {
    Config config = whole.getConfig(PATH);
    return new NetworkSettings(
        read(config, "pods", Cidr::parse),
        config.getInt("node-prefix"),
        read(config, "services", Cidr::parse),
        config.getDuration("drain-timeout"));
  }

  private static <T> T read(Config config, String key, Function<String, T> parse) {
    try {
      return parse.apply(config.getString(key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PATH + "." + key + ": " + e.getMessage(), e);
    }
  }
}

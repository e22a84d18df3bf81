package io.troupe.node.network;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// How a node's network is set up: section `troupe.node.network` of the configuration, explained in
/// `reference.conf`.
///
/// @param link name of the VXLAN link
/// @param bridge name of the bridge the pods stand on, also of the firewall's table and marks
/// @param engineNetwork the container engine's name of the network
/// @param vni number of the overlay, the same on all nodes
/// @param port UDP port of the overlay, the same on all nodes
public record NetworkSettings(
    DriverType driver, String link, String bridge, String engineNetwork, int vni, int port) {
  /// Where the section stands.
  public static final String PATH = "troupe.node.network";

  private static final int LONGEST_NAME = 15;
  private static final int HIGHEST_VNI = 0xff_ffff;
  private static final int HIGHEST_PORT = 65535;

  public NetworkSettings {
    requireLinkName("interface", link);
    requireLinkName("bridge", bridge);
    if (link.equals(bridge)) {
      throw wrong("bridge", bridge, "a name other than that of " + PATH + ".interface");
    }
    if (!engineNetwork.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw wrong("engine-network", engineNetwork, "letters, digits, '-', '_' and '.'");
    }
    if (vni < 1 || vni > HIGHEST_VNI) {
      throw wrong("vni", vni, "a number from 1 to " + HIGHEST_VNI);
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw wrong("port", port, "a number from 1 to " + HIGHEST_PORT);
    }
  }

  /// Reads section `troupe.node.network` of a whole configuration.
  ///
  /// @throws IllegalArgumentException when a value makes no sense, with the key
  public static NetworkSettings from(Config whole) {
    Config config = whole.getConfig(PATH);
    return new NetworkSettings(
        driver(config.getString("driver")),
        config.getString("interface"),
        config.getString("bridge"),
        config.getString("engine-network"),
        config.getInt("vni"),
        config.getInt("port"));
  }

  private static DriverType driver(String text) {
    try {
      return DriverType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PATH + ".driver is '" + text + "'; it can be none, bridge, vxlan, auto or local", e);
    }
  }

  private static void requireLinkName(String key, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_NAME || !name.matches("[a-zA-Z0-9][a-zA-Z0-9_-]*")) {
      throw wrong(key, name, "at most " + LONGEST_NAME + " letters, digits, '-' and '_'");
    }
  }

  private static IllegalArgumentException wrong(String key, Object value, String right) {
    return new IllegalArgumentException(
        PATH + "." + key + " is '" + value + "'; it can be " + right);
  }

  /// What connects pods.
  public enum DriverType {
    /// The container engine's own default network.
    NONE,
    /// A bridge; pods of this machine only.
    BRIDGE,
    /// A bridge, and a VXLAN to the other nodes.
    VXLAN,
    /// The best of these that this machine can do.
    AUTO,
    /// A bridge where this machine can have one, else the container engine's own network.
    LOCAL
  }
}

package io.troupe.node.network.proxy;

import com.typesafe.config.Config;
import java.util.Locale;

/// How services are made callable: section `troupe.node.proxy` of the configuration, explained in
/// `reference.conf`.
///
/// @param table the name of the table of nftables
/// @param link the name of the dummy link of IPVS
public record ProxySettings(Choice type, String table, String link) {
  /// Where the section stands.
  public static final String PATH = "troupe.node.proxy";

  /// As many bytes has the longest name of a link (`IFNAMSIZ`).
  private static final int LONGEST_LINK = 15;

  public ProxySettings {
    require(table.matches("[A-Za-z][A-Za-z0-9_-]{0,63}"), "table", table, "troupe-proxy");
    require(
        link.length() <= LONGEST_LINK && link.matches("[A-Za-z0-9_-]+"),
        "link",
        link,
        "troupe-ipvs (at most 15 characters)");
  }

  /// Which driver.
  public enum Choice {
    /// What the kernel has, IPVS first.
    AUTO,
    IPVS,
    NFTABLES,
    NONE
  }

  /// Reads section `troupe.node.proxy` of a whole configuration.
  ///
  /// @throws IllegalArgumentException when a value makes no sense, with the key
  public static ProxySettings from(Config whole) {
    Config config = whole.getConfig(PATH);
    return new ProxySettings(
        choice(config.getString("type")), config.getString("table"), config.getString("link"));
  }

  private static Choice choice(String text) {
    try {
      return Choice.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PATH + ".type is '" + text + "'; it can be auto, ipvs, nftables or none", e);
    }
  }

  private static void require(boolean holds, String key, String value, String example) {
    if (!holds) {
      throw new IllegalArgumentException(
          PATH
              + "."
              + key
              + " is '"
              + value
              + "'; write letters, digits, - and _, as in "
              + example);
    }
  }
}

package io.troupe.core.manifest;

import java.net.InetAddress;

/// Literal IP addresses.
final class Addresses {
  private Addresses() {}

  /// The address itself.
  ///
  /// @throws IllegalArgumentException with a message for the user when it is none
  static String require(String text) {
    boolean literal = text.indexOf(':') >= 0 ? isVersion6(text) : isVersion4(text);
    if (!literal) {
      throw new IllegalArgumentException("`" + text + "` is no IP address");
    }
    return text;
  }

  private static boolean isVersion4(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return false;
    }
    for (String part : text.split("\\.")) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /// Only characters of an address are let through, so that the JDK never asks a name server.
  private static boolean isVersion6(String text) {
    try {
      return text.matches("[0-9A-Fa-f:.]+") && InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package io.troupe.core.manifest;

import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two port notations of manifests. Everything here throws [IllegalArgumentException] with a
/// message for the user.
final class PortText {
  private static final Pattern BINDING =
      Pattern.compile(
          "(?:(?<ip>\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+]):)?"
              + "(?<first>\\d*)(?<second>:\\d*)?(?:/(?<protocol>\\w+))?");
  private static final Pattern TARGET = Pattern.compile("(\\d+)(?:/(\\w+|\\*))?");

  private PortText() {}

  /// Reads a container's port: `[hostIp:][hostPort][:containerPort][/protocol]`. A single number is
  /// the container's port, not published on the host; with a host address in front it is both.
  static PortBinding binding(String text) {
    Matcher matcher = BINDING.matcher(text.strip());
    String first = matcher.matches() ? matcher.group("first") : "";
    String second = matcher.matches() ? matcher.group("second") : null;
    String container = second == null || second.length() == 1 ? first : second.substring(1);
    if (container.isEmpty()) {
      throw new IllegalArgumentException("`" + text + "` is no port of a container");
    }
    String ip = matcher.group("ip");
    boolean published = !first.isEmpty() && (second != null || ip != null);
    return new PortBinding(
        ip == null ? "" : Addresses.require(ip.replaceAll("[\\[\\]]", "")),
        published ? number(first) : 0,
        number(container),
        protocol(matcher.group("protocol")));
  }

  private static Protocol protocol(String text) {
    if (text == null) {
      return Protocol.TCP;
    }
    for (Protocol protocol : Protocol.values()) {
      if (protocol.label().equals(text.toLowerCase(Locale.ROOT))) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("`" + text + "` is no protocol");
  }

  /// Reads a service's port: `external[:target][/protocol]`, where the target defaults to the
  /// external port.
  static Map.Entry<Integer, String> service(String text) {
    String line = text.strip();
    int colon = line.indexOf(':');
    int slash = line.indexOf('/');
    String external = line.substring(0, colon >= 0 ? colon : slash >= 0 ? slash : line.length());
    if (!external.matches("\\d+")) {
      throw new IllegalArgumentException("`" + text + "` is no port of a service");
    }
    return Map.entry(number(external), target(colon < 0 ? line : line.substring(colon + 1)));
  }

  /// Checks the target of a service's port: `8080`, `8080/tcp`, `53/udp`, `80/*`.
  static String target(String text) {
    Matcher matcher = TARGET.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("`" + text + "` is no target port");
    }
    number(matcher.group(1));
    if (!"*".equals(matcher.group(2))) {
      protocol(matcher.group(2));
    }
    return text;
  }

  static int number(String digits) {
    int port = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(digits + " is no port number; ports are 1 to 65535");
    }
    return port;
  }
}

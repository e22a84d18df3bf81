package io.troupe.node.dns;

import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// How a node's name server is set up: section `troupe.node.dns` of the configuration, explained in
/// `reference.conf`.
///
/// @param domain below which services are named, absolute
/// @param port of UDP and TCP, 0 for any free one
/// @param ttl how long others may keep an answer about an own name, and that there is none
/// @param upstream who is asked for other names; empty for the servers in `/etc/resolv.conf`
/// @param upstreamTimeout how long one server is waited for before the next one is asked
/// @param cacheSize how many answers of upstream servers are kept
public record DnsSettings(
    Name domain,
    int port,
    Duration ttl,
    List<InetSocketAddress> upstream,
    Duration upstreamTimeout,
    int cacheSize) {
  /// Where the section stands.
  public static final String PATH = "troupe.node.dns";

  /// Longest domain in bytes as sent, so that a service, a namespace and a pod fit before it.
  private static final int LONGEST_DOMAIN = 60;

  public DnsSettings {
    upstream = List.copyOf(upstream);
    check(port >= 0 && port <= 65535, "port", port, "write 0 to 65535");
    check(!ttl.isNegative() && ttl.toDays() < 1, "ttl", ttl, "write 0s to 24h, such as 5s");
    check(
        upstreamTimeout.toMillis() >= 1 && upstreamTimeout.toMinutes() < 1,
        "upstream-timeout",
        upstreamTimeout,
        "write 1ms to 1m, such as 1500ms");
    check(cacheSize >= 0, "cache-size", cacheSize, "write how many answers to keep, 0 for none");
  }

  private static void check(boolean holds, String key, Object value, String advice) {
    if (!holds) {
      throw new IllegalArgumentException(PATH + "." + key + " is " + value + "; " + advice);
    }
  }

  /// Reads section `troupe.node.dns` of a whole configuration.
  ///
  /// @throws IllegalArgumentException when a value makes no sense, with the key
  public static DnsSettings from(Config whole) {
    Config config = whole.getConfig(PATH);
    return new DnsSettings(
        domain(config.getString("domain")),
        config.getInt("port"),
        config.getDuration("ttl"),
        config.getStringList("upstream").stream().map(DnsSettings::upstream).toList(),
        config.getDuration("upstream-timeout"),
        config.getInt("cache-size"));
  }

  private static Name domain(String text) {
    try {
      Name name = Name.fromString(text, Name.root);
      if (!text.isEmpty() && name.labels() > 1 && name.length() <= LONGEST_DOMAIN) {
        return name;
      }
    } catch (TextParseException e) {
      throw badDomain(text, e);
    }
    throw badDomain(text, null);
  }

  private static IllegalArgumentException badDomain(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        PATH
            + ".domain is '"
            + text
            + "'; write a domain of at most "
            + (LONGEST_DOMAIN - 2)
            + " characters, such as lb.local",
        cause);
  }

  private static InetSocketAddress upstream(String text) {
    try {
      return ResolvConf.server(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PATH
              + ".upstream names '"
              + text
              + "'; write addresses, with a port where it is not 53: 10.0.0.2, 10.0.0.2:5353,"
              + " [fd00::2]:53",
          e);
    }
  }
}

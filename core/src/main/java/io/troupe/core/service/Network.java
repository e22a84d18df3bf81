package io.troupe.core.service;

import io.troupe.core.Ordered;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import io.troupe.core.template.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a service is reached.
///
/// @param ip the address the user has fixed, empty for any, `none` for none
/// @param ports external port to target text: `80` to `8080/tcp`
public record Network(String ip, SortedMap<Integer, String> ports) {
  /// Not reached at all.
  public static final Network NONE = new Network("", new TreeMap<>());

  /// What stands for the address of a service that is to have none: its name then leads to its
  /// pods.
  public static final String HEADLESS = "none";

  public Network {
    ports = Ordered.copy(ports);
  }

  /// Whether the service can be called at all.
  public boolean isReached() {
    return !ports.isEmpty() || isHeadless();
  }

  public boolean isHeadless() {
    return ip.equals(HEADLESS);
  }

  /// Whether the service is to have an address of its own.
  public boolean isAddressed() {
    return !ports.isEmpty() && !isHeadless();
  }

  /// The address that the user has fixed.
  public Optional<Ipv4> fixed() {
    return isAddressed() && !ip.isEmpty() ? Optional.of(Ipv4.parse(ip)) : Optional.empty();
  }

  /// The ports at which it is called; `*` stands for TCP and UDP, no protocol for TCP.
  public List<ServicePort> servicePorts() {
    List<ServicePort> all = new ArrayList<>();
    ports.forEach((port, target) -> {
      int slash = target.indexOf('/');
      int number = Integer.parseInt(slash < 0 ? target : target.substring(0, slash));
      String protocol = slash < 0 ? "tcp" : target.substring(slash + 1);
      for (Protocol one : Protocol.values()) {
        boolean both = protocol.equals("*") && one != Protocol.SCTP;
        if (both || one.label().equals(protocol.toLowerCase(Locale.ROOT))) {
          all.add(new ServicePort(port, one, number));
        }
      }
    });
    return all;
  }
}

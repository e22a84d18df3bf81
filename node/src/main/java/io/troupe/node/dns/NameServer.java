package io.troupe.node.dns;

import io.troupe.node.network.NetworkFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's name server, on UDP and TCP, at one or more addresses. It answers for the zone by
/// itself and asks upstream servers for everything else; neither needs the control plane.
public final class NameServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int MOST_READERS = 2;
  private static final int TRIES_FOR_ANY_PORT = 20;

  private final Zone zone;
  private final Forwarder forwarder;
  private final NameService names;
  private final List<TcpListener> tcp;
  private final List<UdpListener> udp;
  private final List<InetSocketAddress> addresses;

  private NameServer(Zone zone, Forwarder forwarder, NameService names, Sockets sockets) {
    this.zone = zone;
    this.forwarder = forwarder;
    this.names = names;
    this.tcp = sockets.tcp;
    this.udp = sockets.udp;
    this.addresses = List.copyOf(sockets.addresses);
  }

  /// What has become of all messages so far.
  ///
  /// @param own answered from the zone
  /// @param kept answered from what upstream servers said before
  /// @param forwarded asked of upstream servers
  /// @param refused malformed, of a kind that is not served, or not to be forwarded
  /// @param dropped no queries at all
  public record Counts(long own, long kept, long forwarded, long refused, long dropped) {}

  /// Starts to answer at the settings' port of each address.
  ///
  /// @throws NetworkFailure when one of them cannot be had; then nothing is left open
  public static NameServer start(
      DnsSettings settings, Zone zone, Collection<InetAddress> addresses) {
    return start(settings, zone, addresses, IDLE);
  }

  static NameServer start(
      DnsSettings settings, Zone zone, Collection<InetAddress> addresses, Duration idle) {
    Set<InetSocketAddress> own = new HashSet<>();
    addresses.forEach(address -> own.add(new InetSocketAddress(address, settings.port())));
    Forwarder forwarder = new Forwarder(settings, own);
    return start(settings, zone, forwarder, addresses, idle);
  }

  static NameServer start(
      DnsSettings settings,
      Zone zone,
      Forwarder forwarder,
      Collection<InetAddress> addresses,
      Duration idle) {
    NameService names = new NameService(zone, forwarder);
    Sockets sockets = new Sockets(names, idle);
    try {
      for (InetAddress address : addresses) {
        sockets.bind(address, settings.port());
      }
    } catch (NetworkFailure e) {
      closeAll(sockets.tcp, sockets.udp);
      forwarder.close();
      throw e;
    }
    NameServer server = new NameServer(zone, forwarder, names, sockets);
    server.tcp.forEach(TcpListener::start);
    server.udp.forEach(UdpListener::start);
    LOG.info("Name server for {} listens on {}", settings.domain(), server.addresses);
    return server;
  }

  /// Sockets that are bound and not yet read.
  private static final class Sockets {
    private final List<TcpListener> tcp = new ArrayList<>();
    private final List<UdpListener> udp = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final NameService names;
    private final Duration idle;

    private Sockets(NameService names, Duration idle) {
      this.names = names;
      this.idle = idle;
    }

    /// Any free port is one that both protocols have free.
    private void bind(InetAddress address, int port) {
      for (int tries = 1; ; tries++) {
        try {
          bindOnce(address, port);
          return;
        } catch (NetworkFailure e) {
          if (port != 0 || tries == TRIES_FOR_ANY_PORT) {
            throw e;
          }
        }
      }
    }

    /// TCP first: its port is one process's alone, which UDP's is not among those who share it.
    private void bindOnce(InetAddress address, int port) {
      InetSocketAddress wanted = new InetSocketAddress(address, port);
      TcpListener listener;
      try {
        listener = TcpListener.bind(wanted, names, idle);
      } catch (IOException e) {
        throw failure(wanted, "TCP", e);
      }
      InetSocketAddress bound = new InetSocketAddress(address, listener.port());
      List<UdpListener> readers = new ArrayList<>();
      try {
        int count = Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
        while (readers.size() < count) {
          readers.add(UdpListener.bind(bound, names, udp.size() + readers.size()));
        }
      } catch (IOException e) {
        closeAll(List.of(listener), readers);
        throw failure(bound, "UDP", e);
      }
      tcp.add(listener);
      udp.addAll(readers);
      addresses.add(bound);
    }
  }

  private static NetworkFailure failure(InetSocketAddress address, String protocol, IOException e) {
    String reason = String.valueOf(e.getMessage());
    String advice;
    if (reason.contains("in use")) {
      advice =
          "another program listens there, which `ss -lnp 'sport = :"
              + address.getPort()
              + "'` names: stop it or make it leave this address, or set "
              + DnsSettings.PATH
              + ".port to a free one";
    } else if (reason.contains("ermission")) {
      advice =
          "ports below 1024 need CAP_NET_BIND_SERVICE: run the agent as root or with it, or set "
              + DnsSettings.PATH
              + ".port to a higher one";
    } else if (reason.contains("assign")) {
      advice =
          "no link of this machine has that address; see with `ip address` whether the bridge of"
              + " the node's network is there";
    } else {
      advice = "see that the address is the machine's own and the port is free";
    }
    return new NetworkFailure(
        "the name server cannot listen on %s:%d (%s): %s; %s"
            .formatted(
                address.getAddress().getHostAddress(), address.getPort(), protocol, reason, advice),
        e);
  }

  /// What it answers from, to be told of changes.
  public Zone zone() {
    return zone;
  }

  /// Where it listens.
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  public Counts counts() {
    return names.counts();
  }

  /// How many TCP connections there are.
  int connections() {
    return tcp.stream().mapToInt(TcpListener::connections).sum();
  }

  /// Closes all sockets and ends all threads.
  @Override
  public void close() {
    closeAll(tcp, udp);
    forwarder.close();
  }

  private static void closeAll(List<TcpListener> tcp, List<UdpListener> udp) {
    List<AutoCloseable> all = new ArrayList<>(tcp);
    all.addAll(udp);
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.warn("A socket of the name server did not close well", e);
      }
    }
  }
}

package io.troupe.node.network.proxy;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.ipvs.Destination;
import io.troupe.netlink.ipvs.DestinationStatus;
import io.troupe.netlink.ipvs.Ipvs;
import io.troupe.netlink.ipvs.IpvsBulk;
import io.troupe.netlink.ipvs.ServiceStatus;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.ServiceProxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Services by IPVS: a dummy link has their addresses, and IPVS a virtual service for each port,
/// with the backends behind it. A backend that drains has weight 0.
///
/// Its own are the virtual services whose address its link has or which lies in the services'
/// range; others are never touched. A service without backends stays, and its callers are refused
/// by ICMP. The link, the sysctls and the rules for masquerading are looked at with [#replaceAll].
public final class IpvsProxy implements ServiceProxy {
  private static final Logger LOG = LoggerFactory.getLogger(IpvsProxy.class);

  private final WantedServices wanted = new WantedServices();
  private final NetworkNamespace namespace;
  private final String table;
  private final ProxyScope scope;
  private final Ipvs ipvs;
  private final ServiceLink link;
  private final Optional<Nftables> nftables;

  /// What the kernel has; absent when that is not known for sure.
  private Optional<Map<ServiceKey, VirtualServer>> known = Optional.empty();

  private IpvsProxy(
      NetworkNamespace namespace,
      String table,
      ProxyScope scope,
      Ipvs ipvs,
      ServiceLink link,
      Optional<Nftables> nftables) {
    this.namespace = namespace;
    this.table = table;
    this.scope = scope;
    this.ipvs = ipvs;
    this.link = link;
    this.nftables = nftables;
  }

  /// A driver for a namespace; nothing is changed yet.
  ///
  /// @param name of its link
  /// @param table the name of its table of nftables
  /// @throws NetlinkException when the kernel has no IPVS or the process may not use it
  public static IpvsProxy open(
      NetworkNamespace namespace, String name, String table, ProxyScope scope) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      Ipvs ipvs = opened(opened, Ipvs.open(namespace));
      Rtnetlink rtnetlink = opened(opened, Rtnetlink.open(namespace));
      Nftables nftables = opened(opened, Nftables.open(namespace));
      boolean masquerades = nftables.supports(TableFamily.IPV4);
      if (!masquerades) {
        nftables.close();
        LOG.warn(
            "this kernel has no nftables for IPv4: services cannot be called by a pod that would"
                + " reach one of the same node");
      }
      return new IpvsProxy(
          namespace,
          table,
          scope,
          ipvs,
          new ServiceLink(rtnetlink, name, scope.gateway()),
          masquerades ? Optional.of(nftables) : Optional.empty());
    } catch (RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  /// Takes away what this driver has made, where another one comes in its place.
  static void remove(NetworkNamespace namespace, String name, ProxyScope scope) {
    try (Rtnetlink rtnetlink = Rtnetlink.open(namespace)) {
      ServiceLink link = new ServiceLink(rtnetlink, name, scope.gateway());
      if (!link.exists()) {
        return;
      }
      Set<Ipv4> addresses = link.addresses();
      try (Ipvs ipvs = Ipvs.open(namespace)) {
        IpvsBulk bulk = ipvs.bulk();
        ipvs.serviceList().stream()
            .map(status -> status.service().address())
            .filter(one ->
                VirtualServer.key(one).filter(key -> addresses.contains(key.address())).isPresent())
            .forEach(bulk::serviceDelete);
        ipvs.apply(bulk);
      } catch (NetlinkException.Unsupported e) {
        LOG.debug("there is no IPVS that could have left anything", e);
      }
      link.delete();
    }
  }

  @Override
  public String type() {
    return "ipvs";
  }

  /// Whether callers on this host and those that reach a backend beside them get answers; it takes
  /// nftables.
  public boolean masquerades() {
    return nftables.isPresent();
  }

  @Override
  public void replaceAll(Collection<Endpoint> endpoints) {
    wanted.replaceAll(endpoints);
    failing(this::synchronize);
  }

  @Override
  public void update(Collection<Endpoint> changed, Collection<Ref> gone) {
    Set<ServiceKey> touched = wanted.update(changed, gone);
    failing(() -> {
      if (known.isEmpty()) {
        synchronize();
        return;
      }
      try {
        change(known.get(), touched);
      } catch (NetlinkException.Refused e) {
        // Somebody else has changed what IPVS has: look at it again.
        LOG.warn("IPVS is other than it was left, making it anew: {}", e.getMessage());
        synchronize();
      }
    });
  }

  @Override
  public void close() {
    ipvs.close();
    link.close();
    nftables.ifPresent(Nftables::close);
  }

  private void failing(Runnable work) {
    try {
      work.run();
    } catch (NetlinkException e) {
      known = Optional.empty();
      throw new NetworkFailure(
          "services cannot be called from this node as they should: "
              + e.getMessage()
              + "; look at `ipvsadm -Ln`",
          e);
    }
  }

  private void synchronize() {
    known = Optional.empty();
    IpvsSysctls.ensure(namespace);
    nftables.ifPresent(handle -> MasqueradeTable.ensure(handle, table, scope));
    link.ensure();
    Set<Ipv4> addresses = link.addresses();
    Map<ServiceKey, VirtualServer> servers = read(addresses);
    Set<ServiceKey> all = new HashSet<>(servers.keySet());
    all.addAll(wanted.keys());
    try {
      applyServers(servers, all);
    } finally {
      link.setAddresses(addresses, addresses(wanted.keys()));
    }
    known = Optional.of(servers);
  }

  private Map<ServiceKey, VirtualServer> read(Set<Ipv4> addresses) {
    Map<ServiceKey, VirtualServer> servers = new HashMap<>();
    for (ServiceStatus status : ipvs.serviceList()) {
      Optional<ServiceKey> key = VirtualServer.key(status.service().address());
      if (key.isPresent()
          && (addresses.contains(key.get().address())
              || scope.services().contains(key.get().address()))) {
        Map<Target, Destination> destinations =
            ipvs.destinationList(status.service().address()).stream()
                .map(DestinationStatus::destination)
                .collect(Collectors.toMap(VirtualServer::target, Function.identity()));
        servers.put(key.get(), new VirtualServer(status.service(), destinations));
      }
    }
    return servers;
  }

  private void change(Map<ServiceKey, VirtualServer> servers, Set<ServiceKey> keys) {
    Set<Ipv4> before = addresses(servers.keySet());
    applyServers(servers, keys);
    Set<Ipv4> after = addresses(servers.keySet());
    Set<Ipv4> added = new HashSet<>(after);
    added.removeAll(before);
    before.removeAll(after);
    link.changeAddresses(added, before);
  }

  /// Makes the virtual services of these keys what they are to be, in the kernel and in `servers`.
  private void applyServers(Map<ServiceKey, VirtualServer> servers, Set<ServiceKey> keys) {
    IpvsBulk bulk = ipvs.bulk();
    Map<ServiceKey, Optional<VirtualServer>> after = new HashMap<>();
    for (ServiceKey key : keys) {
      Optional<VirtualServer> from = Optional.ofNullable(servers.get(key));
      Optional<VirtualServer> to = wanted.find(key).map(VirtualServer::of);
      if (!to.equals(from)) {
        to.ifPresentOrElse(
            server -> server.writeTo(bulk, from),
            () -> bulk.serviceDelete(VirtualServer.address(key)));
        after.put(key, to);
      }
    }
    ipvs.apply(bulk);
    after.forEach((key, to) ->
        to.ifPresentOrElse(server -> servers.put(key, server), () -> servers.remove(key)));
  }

  private static Set<Ipv4> addresses(Set<ServiceKey> keys) {
    return keys.stream().map(ServiceKey::address).collect(Collectors.toCollection(HashSet::new));
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> all, T handle) {
    all.push(handle);
    return handle;
  }

  private static void close(Deque<AutoCloseable> opened) {
    for (AutoCloseable one : opened) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.debug("while giving up", e);
      }
    }
  }
}

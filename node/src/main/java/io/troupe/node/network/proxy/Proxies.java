package io.troupe.node.network.proxy;

import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.ipvs.Ipvs;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.ServiceProxy;

/// Chooses the driver: what the settings say, or of what the kernel has IPVS before nftables.
public final class Proxies {
  private static final String NONE_SET =
      "set to none: services cannot be called by their address from this node";
  private static final String AT_RANDOM =
      "; nftables counts no connections, so `lc` spreads them at random";
  private static final String NO_MASQUERADE =
      "; without nftables for IPv4 a pod does not reach backends on its own node";

  private Proxies() {}

  /// A driver and why it is this one, for the node's status.
  public record Chosen(ServiceProxy proxy, String reason) {}

  /// A driver that would be opened, and why it is this one.
  public record Choice(String type, String reason) {}

  /// Which driver there will be, as far as the kernel tells without one.
  public static Choice choose(ProxySettings settings) {
    return switch (settings.type()) {
      case NONE -> new Choice("none", NONE_SET);
      case IPVS -> new Choice("ipvs", "set to ipvs");
      case NFTABLES -> new Choice("nftables", "set to nftables" + AT_RANDOM);
      case AUTO -> found();
    };
  }

  private static Choice found() {
    String missing = "the kernel has no IPVS";
    if (Ipvs.isAvailable()) {
      if (ServiceLink.isAvailable()) {
        return new Choice("ipvs", "the kernel has IPVS and dummy links");
      }
      missing = "the kernel has IPVS, but no dummy links";
    }
    return Nftables.isAvailable(TableFamily.IPV4)
        ? new Choice("nftables", missing + ", and has nftables" + AT_RANDOM)
        : new Choice(
            "none",
            missing
                + " and no nftables for IPv4: services cannot be called by their address from this"
                + " node; load the module ip_vs or nf_tables");
  }

  /// Opens a driver once it is known which addresses it has to do with. Nothing is changed yet, but
  /// for what the other driver has left where the choice has changed.
  ///
  /// @param namespace the host's, as a rule the current one; it stays open as long as the driver
  /// @throws NetworkFailure when the kernel has not what the settings ask for
  public static Chosen open(ProxySettings settings, NetworkNamespace namespace, NetworkPlan plan) {
    return open(settings, namespace, ProxyScope.of(plan));
  }

  static Chosen open(ProxySettings settings, NetworkNamespace namespace, ProxyScope scope) {
    try {
      return switch (settings.type()) {
        case NONE -> none(NONE_SET);
        case IPVS -> ipvs(settings, namespace, scope, "set to ipvs");
        case NFTABLES -> nftables(settings, namespace, scope, "set to nftables" + AT_RANDOM);
        case AUTO -> automatic(settings, namespace, scope);
      };
    } catch (NetlinkException e) {
      throw new NetworkFailure(
          "the service proxy cannot be used: "
              + e.getMessage()
              + "; set "
              + ProxySettings.PATH
              + ".type to another driver, or to none",
          e);
    }
  }

  private static Chosen automatic(
      ProxySettings settings, NetworkNamespace namespace, ProxyScope scope) {
    Choice found = found();
    return switch (found.type()) {
      case "ipvs" -> ipvs(settings, namespace, scope, found.reason());
      case "nftables" -> nftables(settings, namespace, scope, found.reason());
      default -> none(found.reason());
    };
  }

  private static Chosen ipvs(
      ProxySettings settings, NetworkNamespace namespace, ProxyScope scope, String reason) {
    IpvsProxy proxy = IpvsProxy.open(namespace, settings.link(), settings.table(), scope);
    return new Chosen(proxy, proxy.masquerades() ? reason : reason + NO_MASQUERADE);
  }

  private static Chosen nftables(
      ProxySettings settings, NetworkNamespace namespace, ProxyScope scope, String reason) {
    if (!Nftables.isAvailable(TableFamily.IPV4)) {
      throw new NetworkFailure(
          "the service proxy is set to nftables, but this kernel has no tables for IPv4: load the"
              + " module nf_tables, or set "
              + ProxySettings.PATH
              + ".type to another driver");
    }
    NftablesProxy proxy = NftablesProxy.open(namespace, settings.table(), scope);
    IpvsProxy.remove(namespace, settings.link(), scope);
    return new Chosen(proxy, reason);
  }

  private static Chosen none(String reason) {
    return new Chosen(new NoProxy(), reason);
  }
}

package io.troupe.node.network.overlay;

import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.EngineNetworks;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.PodNetwork;
import java.util.List;
import java.util.Optional;

/// Pods of one machine on a bridge, which call each other and the outside. Peers are ignored.
public final class BridgeNetwork implements PodNetwork {
  private static final int ETHERNET_MTU = 1500;

  private final NetworkSettings settings;
  private final PodBridge bridge;

  /// @param namespace where the network is to be; closed with this
  /// @throws NetlinkException when the kernel cannot be talked to
  public BridgeNetwork(
      NetworkSettings settings, EngineNetworks engine, NetworkNamespace namespace) {
    this.settings = settings;
    this.bridge = new PodBridge(settings, engine, namespace);
  }

  @Override
  public String type() {
    return "bridge";
  }

  @Override
  public synchronized Attachment apply(NetworkPlan plan) {
    PlanRules.require(plan);
    Attempts attempts = new Attempts();
    int mtu = attempts.get(() -> mtu(bridge.route(), plan)).orElse(ETHERNET_MTU);
    bridge.clear(plan, mtu, attempts);
    Optional<Attachment> attachment =
        bridge.ensure(plan, mtu, List.of(settings.bridge()), attempts);
    attempts.finish();
    return attachment.orElseThrow(() -> new NetworkFailure("there is no network for pods"));
  }

  /// That of the link to the outside, so that nothing has to be cut up on the way.
  private static int mtu(Rtnetlink route, NetworkPlan plan) {
    return Underlay.find(route, plan.host())
        .filter(underlay -> !underlay.isLoopback())
        .map(Underlay::mtu)
        .orElse(ETHERNET_MTU);
  }

  @Override
  public void close() {
    bridge.close();
  }
}

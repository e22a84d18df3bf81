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

/// Pods of all nodes in one network: on each node a bridge, and between the nodes a VXLAN (RFC
/// 7348) in which each knows by the plan where the others' pods are.
public final class VxlanNetwork implements PodNetwork {
  private final NetworkSettings settings;
  private final PodBridge bridge;

  /// @param namespace where the network is to be; closed with this
  /// @throws NetlinkException when the kernel cannot be talked to
  public VxlanNetwork(NetworkSettings settings, EngineNetworks engine, NetworkNamespace namespace) {
    this.settings = settings;
    this.bridge = new PodBridge(settings, engine, namespace);
  }

  @Override
  public String type() {
    return "vxlan";
  }

  @Override
  public synchronized Attachment apply(NetworkPlan plan) {
    PlanRules.require(plan);
    Rtnetlink route = bridge.route();
    Attempts attempts = new Attempts();
    Optional<Underlay> underlay = attempts.get(() -> Underlay.require(route, plan.host()));
    if (underlay.isEmpty()) {
      attempts.finish();
    }
    int mtu = underlay.orElseThrow().mtu() - Underlay.OVERHEAD;
    bridge.clear(plan, mtu, attempts);
    Optional<Integer> tunnel = attempts.get(() -> new Tunnel(settings, plan, mtu).ensure(route));
    List<String> links = List.of(settings.bridge(), settings.link());
    Optional<Attachment> attachment = bridge.ensure(plan, mtu, links, attempts);
    tunnel.ifPresent(link ->
        new TunnelPeers(route, link, plan.gateway())
            .replaceAll(PlanRules.reachable(plan, attempts), attempts));
    attempts.finish();
    return attachment.orElseThrow(() -> new NetworkFailure("there is no network for pods"));
  }

  @Override
  public void close() {
    bridge.close();
  }
}

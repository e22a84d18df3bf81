package io.troupe.node.network.overlay;

import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.EngineNetworks;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.PodNetwork.Attachment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The part of the network that all drivers have: the bridge the node's pods stand on, the way from
/// it to everywhere else, and the container engine's network that puts pods there.
final class PodBridge implements AutoCloseable {
  private final NetworkSettings settings;
  private final NetworkNamespace namespace;
  private final Rtnetlink route;
  private final EngineSide engine;
  private final KernelSwitches switches;
  private final ForwardRules forwarding;
  private @Nullable PodPorts ports;

  /// @param namespace where all this is; closed with this
  PodBridge(NetworkSettings settings, EngineNetworks engine, NetworkNamespace namespace) {
    this.settings = settings;
    this.namespace = namespace;
    this.route = Rtnetlink.open(namespace);
    this.engine = new EngineSide(engine, settings);
    this.switches = new KernelSwitches(namespace);
    this.forwarding = new ForwardRules(new Iptables(namespace, "iptables"), settings.bridge());
  }

  Rtnetlink route() {
    return route;
  }

  /// Sees to it that the engine has no network that would stand in the way.
  ///
  /// @throws NetworkFailure when pods of another subnet use it: then nothing can be changed
  void clear(NetworkPlan plan, int mtu, Attempts attempts) {
    Optional<EngineSide.Obstacle> obstacle =
        attempts.get(() -> engine.clear(engine.wanted(plan, mtu))).flatMap(Function.identity());
    obstacle.ifPresent(found -> {
      if (!found.sameSubnet()) {
        throw found.failure();
      }
      attempts.failed(found.failure());
    });
  }

  /// Makes bridge, forwarding and the engine's network right.
  ///
  /// @param links by which pods' packets come and go
  /// @return how pods are attached; empty when it has failed
  Optional<Attachment> ensure(NetworkPlan plan, int mtu, List<String> links, Attempts attempts) {
    Optional<Integer> link =
        attempts.get(() -> link(plan, mtu).ensure(route, Bridge.class::isInstance));
    boolean bridge = link.isPresent();
    link.ifPresent(index -> attempts.run(() -> new ServiceRoute(route, index).ensure(plan)));
    attempts.run(switches::forward);
    link.ifPresent(index -> attempts.run(() -> follow(index)));
    if (bridge) {
      attempts.run(() -> switches.allowOtherWaysBack(links));
    }
    attempts.run(() -> masquerade(plan));
    attempts.run(() -> forwarding.ensure(plan));
    return bridge
        ? attempts
            .get(() -> engine.ensure(engine.wanted(plan, mtu)))
            .map(network -> new Attachment(network.name(), network.mtu()))
        : Optional.empty();
  }

  private void follow(int index) {
    if (ports != null && ports.isOf(index)) {
      return;
    }
    forget();
    ports = PodPorts.of(namespace, index);
  }

  private void forget() {
    if (ports != null) {
      ports.close();
      ports = null;
    }
  }

  private void masquerade(NetworkPlan plan) {
    try (Nftables nftables = Nftables.open(namespace)) {
      new Masquerading(nftables, settings.bridge()).ensure(plan);
    }
  }

  private NodeLink link(NetworkPlan plan, int mtu) {
    return new NodeLink(
        NetworkSettings.PATH + ".bridge",
        settings.bridge(),
        Bridge.standard(),
        mtu,
        Addresses.mac(plan.gateway()),
        Addresses.within(plan.subnet(), plan.gateway()));
  }

  @Override
  public void close() {
    forget();
    route.close();
    namespace.close();
  }
}

package io.troupe.cli.lab;

import io.troupe.cli.lab.LabState.Cut;
import io.troupe.cli.terminal.Failure;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.Match;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.Table;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.netlink.nftables.Verdict;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Rtnetlink;
import java.util.List;
import java.util.Optional;

/// The network between the hosts: a bridge in a namespace of its own, where no firewall of this
/// machine sees its frames, with a cable to each host and one to this machine. Frames that a cut
/// stops are dropped on the bridge, so that a host notices nothing but silence.
///
/// @param lab what the lab is called
record Underlay(String lab, Subnet subnet, Held hub) {
  static final String BRIDGE = "hub";
  static final String HOST_END = "eth0";
  private static final String MACHINE_PORT = "machine";
  private static final String NEAR = "-near";
  private static final String FAR = "-far";
  private static final int LENGTH = 24;
  private static final Table TABLE = new Table(TableFamily.BRIDGE, "lab");
  private static final Chain FORWARD =
      Chain.base(TABLE, "forward", Chain.Hook.filter(Chain.Point.FORWARD));

  /// The link of this machine into the lab.
  static String uplink(String lab) {
    return "tl-" + lab;
  }

  /// Makes bridge and cables.
  void join(List<LabHost> hosts) {
    try (NetworkNamespace inside = NetworkNamespace.ofProcess(hub.pid());
        NetworkNamespace machine = NetworkNamespace.current();
        Rtnetlink net = Rtnetlink.open(inside)) {
      Link bridge = net.linkAdd(LinkSpec.of(BRIDGE, Bridge.standard()).withUp());
      cable(net, bridge, MACHINE_PORT, uplink(lab), machine);
      address(machine, uplink(lab), subnet.machine());
      for (LabHost host : hosts) {
        try (NetworkNamespace there = NetworkNamespace.ofProcess(host.first().pid())) {
          cable(net, bridge, host.name(), HOST_END, there);
          address(there, HOST_END, host.address());
          raise(there, "lo");
        }
      }
    } catch (NetlinkException refused) {
      throw Failure.failed("cannot make the lab's network: " + refused.getMessage());
    }
  }

  private static void cable(
      Rtnetlink net, Link bridge, String port, String end, NetworkNamespace there) {
    net.linkAdd(
        LinkSpec.of(port, LinkKind.Veth.to(end).in(there)).withMaster(bridge.index()).withUp());
  }

  private static void address(NetworkNamespace where, String name, String address) {
    try (Rtnetlink net = Rtnetlink.open(where)) {
      Link link = net.linkFind(name).orElseThrow();
      net.addressAdd(InterfaceAddress.of(link.index(), IpPrefix.parse(address + "/" + LENGTH)));
      net.linkSetUp(link.index());
    }
  }

  private static void raise(NetworkNamespace where, String name) {
    try (Rtnetlink net = Rtnetlink.open(where)) {
      net.linkFind(name).ifPresent(link -> net.linkSetUp(link.index()));
    }
  }

  /// Takes a host's cable off the bridge and puts a second one between them, whose ends stay apart
  /// until something joins them. The host's port on the bridge keeps its name.
  ///
  /// @return the two ends to join
  List<String> part(LabHost host) {
    String near = host.name() + NEAR;
    String far = host.name() + FAR;
    try (NetworkNamespace inside = NetworkNamespace.ofProcess(hub.pid());
        Rtnetlink net = Rtnetlink.open(inside)) {
      if (net.linkFind(near).isEmpty()) {
        int cable = net.linkFind(host.name()).orElseThrow().index();
        int bridge = net.linkFind(BRIDGE).orElseThrow().index();
        net.linkSetNoMaster(cable);
        net.linkSetDown(cable);
        net.linkSetName(cable, near);
        net.linkSetUp(cable);
        net.linkAdd(LinkSpec.of(host.name(), LinkKind.Veth.to(far)).withMaster(bridge).withUp());
        net.linkSetUp(net.linkFind(far).orElseThrow().index());
      }
    } catch (NetlinkException refused) {
      throw Failure.failed("cannot delay " + host.name() + ": " + refused.getMessage());
    }
    return List.of(near, far);
  }

  /// Undoes {@link #part}.
  void rejoin(LabHost host) {
    try (NetworkNamespace inside = NetworkNamespace.ofProcess(hub.pid());
        Rtnetlink net = Rtnetlink.open(inside)) {
      Optional<Link> near = net.linkFind(host.name() + NEAR);
      if (near.isPresent()) {
        int cable = near.get().index();
        int bridge = net.linkFind(BRIDGE).orElseThrow().index();
        net.linkFind(host.name()).ifPresent(second -> net.linkDelete(second.index()));
        net.linkSetDown(cable);
        net.linkSetName(cable, host.name());
        net.linkSetMaster(cable, bridge);
        net.linkSetUp(cable);
      }
    } catch (NetlinkException refused) {
      throw Failure.failed("cannot mend " + host.name() + ": " + refused.getMessage());
    }
  }

  /// Makes the network drop this and nothing else.
  void cut(List<Cut> cuts) {
    Batch batch = new Batch().tableAdd(TABLE).chainAdd(FORWARD).chainFlush(FORWARD);
    for (Cut cut : cuts) {
      batch.ruleAdd(
          NftRule.of(FORWARD, new Match().inLink(cut.from()).outLink(cut.to()).then(Verdict.DROP))
              .withComment(cut.from() + " to " + cut.to()));
    }
    try (NetworkNamespace inside = NetworkNamespace.ofProcess(hub.pid());
        Nftables rules = Nftables.open(inside)) {
      rules.apply(batch);
    } catch (NetlinkException refused) {
      throw Failure.failed(
          "cannot cut links: "
              + refused.getMessage()
              + "; the kernel must have nftables for bridges (CONFIG_NF_TABLES_BRIDGE)");
    }
  }

  /// Takes this machine's link away, when something still holds it.
  static void remove(String lab) {
    try (Rtnetlink net = Rtnetlink.open()) {
      net.linkFind(uplink(lab)).ifPresent(link -> net.linkDelete(link.index()));
    } catch (NetlinkException gone) {
      // it goes with the network's namespace, perhaps just now
    }
  }
}

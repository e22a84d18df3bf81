package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A VXLAN tunnel end point (RFC 7348); the `IFLA_VXLAN_*` attributes of `linux/if_link.h`.
///
/// `remote` is the default peer or multicast group, `device` the index of the underlay's link,
/// `port` the UDP port on both sides. `learning` lets the kernel learn peers from packets: off
/// where a control plane writes the forwarding entries. A `ttl` of 0 leaves it to the kernel, a
/// `limit` of 0 is no limit. `external` takes the VNI from each packet's metadata (`collect_md`).
public record Vxlan(
    int vni,
    Optional<InetAddress> local,
    Optional<InetAddress> remote,
    OptionalInt device,
    int port,
    int ttl,
    int tos,
    boolean learning,
    Duration ageing,
    long limit,
    int lowestSourcePort,
    int highestSourcePort,
    boolean proxy,
    boolean routeShortCircuit,
    boolean l2Miss,
    boolean l3Miss,
    boolean udpChecksum,
    boolean udp6ZeroChecksumTransmit,
    boolean udp6ZeroChecksumReceive,
    boolean external,
    boolean groupPolicy)
    implements LinkKind {
  /// The port IANA assigned; the kernel itself still defaults to 8472.
  public static final int IANA_PORT = 4789;

  private static final int HIGHEST_VNI = 0xff_ffff;

  private static final int ID = 1;
  private static final int GROUP = 2;
  private static final int LINK = 3;
  private static final int LOCAL = 4;
  private static final int TTL = 5;
  private static final int TOS = 6;
  private static final int LEARNING = 7;
  private static final int AGEING = 8;
  private static final int LIMIT = 9;
  private static final int PORT_RANGE = 10;
  private static final int PROXY = 11;
  private static final int RSC = 12;
  private static final int L2MISS = 13;
  private static final int L3MISS = 14;
  private static final int PORT = 15;
  private static final int GROUP6 = 16;
  private static final int LOCAL6 = 17;
  private static final int UDP_CSUM = 18;
  private static final int UDP_ZERO_CSUM6_TX = 19;
  private static final int UDP_ZERO_CSUM6_RX = 20;
  private static final int GBP = 23;
  private static final int COLLECT_METADATA = 25;

  public Vxlan {
    if (vni < 0 || vni > HIGHEST_VNI) {
      throw new IllegalArgumentException("VNI " + vni + " is not in 0.." + HIGHEST_VNI);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("VXLAN port " + port + " is not in 1..65535");
    }
  }

  /// An end point with the kernel's defaults, on the port IANA assigned.
  public static Vxlan of(int vni) {
    return new Vxlan(
        vni,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        IANA_PORT,
        0,
        0,
        true,
        Duration.ofMinutes(5),
        0,
        0,
        0,
        false,
        false,
        false,
        false,
        true,
        false,
        false,
        false,
        false);
  }

  @Override
  public String driver() {
    return "vxlan";
  }

  /// The same, sending from `address`.
  public Vxlan withLocal(InetAddress address) {
    return edit(fields -> fields.local = Optional.of(address));
  }

  /// The same, with a default peer or a multicast group.
  public Vxlan withRemote(InetAddress address) {
    return edit(fields -> fields.remote = Optional.of(address));
  }

  /// The same, bound to an underlay link.
  public Vxlan withDevice(int index) {
    return edit(fields -> fields.device = OptionalInt.of(index));
  }

  /// The same on another UDP port.
  public Vxlan withPort(int number) {
    return edit(fields -> fields.port = number);
  }

  /// The same with a fixed time to live in the outer header.
  public Vxlan withTtl(int hops) {
    return edit(fields -> fields.ttl = hops);
  }

  /// The same with or without learning.
  public Vxlan withLearning(boolean on) {
    return edit(fields -> fields.learning = on);
  }

  /// The same with another life of learned entries, in whole seconds.
  public Vxlan withAgeing(Duration time) {
    return edit(fields -> fields.ageing = time);
  }

  /// The same, answering ARP and neighbour discovery from its neighbour table or not.
  public Vxlan withProxy(boolean on) {
    return edit(fields -> fields.proxy = on);
  }

  /// The same, reporting unknown MAC addresses over netlink or not.
  public Vxlan withL2Miss(boolean on) {
    return edit(fields -> fields.l2Miss = on);
  }

  /// The same, reporting unknown IP addresses over netlink or not.
  public Vxlan withL3Miss(boolean on) {
    return edit(fields -> fields.l3Miss = on);
  }

  /// The same with or without UDP checksums over IPv4.
  public Vxlan withUdpChecksum(boolean on) {
    return edit(fields -> fields.udpChecksum = on);
  }

  /// The same, with the VNI taken from packet metadata or fixed.
  public Vxlan withExternal(boolean on) {
    return edit(fields -> fields.external = on);
  }

  /// The same with a type of service in the outer header; 1 inherits the inner one.
  public Vxlan withTos(int value) {
    return edit(fields -> fields.tos = value);
  }

  /// The same with at most so many learned entries; 0 is no limit.
  public Vxlan withLimit(long entries) {
    return edit(fields -> fields.limit = entries);
  }

  /// The same with or without the group policy extension.
  public Vxlan withGroupPolicy(boolean on) {
    return edit(fields -> fields.groupPolicy = on);
  }

  /// The same sending from these UDP ports only; 0 and 0 are those of the system.
  public Vxlan withSourcePorts(int lowest, int highest) {
    return edit(fields -> {
      fields.lowestSourcePort = lowest;
      fields.highestSourcePort = highest;
    });
  }

  /// The same, sending to and taking from IPv6 peers without UDP checksums.
  public Vxlan withUdp6ZeroChecksums(boolean on) {
    return edit(fields -> {
      fields.udp6ZeroChecksumTransmit = on;
      fields.udp6ZeroChecksumReceive = on;
    });
  }

  private Vxlan edit(Consumer<VxlanFields> change) {
    VxlanFields fields = new VxlanFields(this);
    change.accept(fields);
    return fields.toVxlan();
  }

  void writeTo(PayloadWriter out) {
    out.u32(ID, vni);
    remote.ifPresent(address -> out.address(isIpv4(address) ? GROUP : GROUP6, address));
    local.ifPresent(address -> out.address(isIpv4(address) ? LOCAL : LOCAL6, address));
    device.ifPresent(index -> out.u32(LINK, index));
    out.u8(TTL, ttl)
        .u8(TOS, tos)
        .u8(LEARNING, bit(learning))
        .u32(AGEING, (int) ageing.toSeconds())
        .u32(LIMIT, (int) limit)
        .attribute(PORT_RANGE, range -> range.be16(lowestSourcePort).be16(highestSourcePort))
        .u8(PROXY, bit(proxy))
        .u8(RSC, bit(routeShortCircuit))
        .u8(L2MISS, bit(l2Miss))
        .u8(L3MISS, bit(l3Miss))
        .be16(PORT, port)
        .u8(UDP_CSUM, bit(udpChecksum))
        .u8(UDP_ZERO_CSUM6_TX, bit(udp6ZeroChecksumTransmit))
        .u8(UDP_ZERO_CSUM6_RX, bit(udp6ZeroChecksumReceive))
        .u8(COLLECT_METADATA, bit(external));
    if (groupPolicy) {
      out.flag(GBP);
    }
  }

  static Vxlan read(Attributes data) {
    Optional<Payload> range = data.find(PORT_RANGE);
    return new Vxlan(
        data.integer(ID, 0),
        data.address(LOCAL).or(() -> data.address(LOCAL6)),
        data.address(GROUP).or(() -> data.address(GROUP6)),
        data.integer(LINK),
        (int) data.networkNumber(PORT, IANA_PORT),
        data.integer(TTL, 0),
        data.integer(TOS, 0),
        data.yes(LEARNING),
        Duration.ofSeconds(data.number(AGEING, 0)),
        data.number(LIMIT, 0),
        range.map(r -> r.be16(0)).orElse(0),
        range.map(r -> r.be16(2)).orElse(0),
        data.yes(PROXY),
        data.yes(RSC),
        data.yes(L2MISS),
        data.yes(L3MISS),
        data.yes(UDP_CSUM),
        data.yes(UDP_ZERO_CSUM6_TX),
        data.yes(UDP_ZERO_CSUM6_RX),
        data.yes(COLLECT_METADATA),
        data.has(GBP));
  }

  private static boolean isIpv4(InetAddress address) {
    return address.getAddress().length == 4;
  }

  private static int bit(boolean on) {
    return on ? 1 : 0;
  }
}

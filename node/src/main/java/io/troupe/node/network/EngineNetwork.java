package io.troupe.node.network;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import org.jspecify.annotations.Nullable;

/// A network of a container engine, from which it gives containers their addresses.
///
/// @param subnet where the addresses come from, absent when it has no such range
/// @param gateway the bridge's own address, absent when it is none of ours to know
/// @param bridge name of the link it stands on, empty when it has none
/// @param mtu of the containers' links in bytes, 0 for the engine's default
/// @param masquerade whether the engine hides the containers' addresses from the outside
/// @param open whether containers can be reached by their addresses from other links
/// @param ours whether Troupe has made it
public record EngineNetwork(
    String name,
    @Nullable Cidr subnet,
    @Nullable Ipv4 gateway,
    String bridge,
    int mtu,
    boolean masquerade,
    boolean open,
    boolean ours) {
  /// Whether pods can stand on this one where `wanted` is asked for: all is the same, but that its
  /// MTU may be smaller, and that it may be open where it need not be.
  public boolean serves(EngineNetwork wanted) {
    boolean fits = mtu > 0 && mtu <= wanted.mtu && (open || !wanted.open);
    EngineNetwork similar =
        new EngineNetwork(name, subnet, gateway, bridge, wanted.mtu, masquerade, wanted.open, ours);
    return fits && similar.equals(wanted);
  }
}

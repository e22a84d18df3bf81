package io.troupe.core.network;

/// A node as the others reach its pods.
///
/// @param subnet where its pods' addresses come from
/// @param host its address in the underlay
public record Peer(String node, Cidr subnet, Ipv4 host) implements Comparable<Peer> {
  @Override
  public int compareTo(Peer other) {
    return node.compareTo(other.node);
  }
}

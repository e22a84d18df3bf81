package io.troupe.node.network.proxy;

import io.troupe.core.network.Ipv4;

/// Where a backend listens.
record Target(Ipv4 address, int port) implements Comparable<Target> {
  @Override
  public int compareTo(Target other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}

package io.troupe.core.network;

import io.troupe.core.Ref;

/// A pod that answers for a service.
///
/// @param node where it stands
/// @param draining whether it gets no new connections any more; those it has go on
public record Backend(Ref pod, Ipv4 address, String node, boolean draining)
    implements Comparable<Backend> {
  @Override
  public int compareTo(Backend other) {
    return pod.compareTo(other.pod);
  }
}

package io.troupe.core.node;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.State;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/// A node by phase.
public sealed interface NodeState extends State {
  /// There is no such node.
  record Absent() implements NodeState {}

  /// It belongs to the cluster.
  ///
  /// @param ledger what is reserved, by pod
  /// @param allocated the sum of the ledger
  record Member(
      NodeInfo info,
      Capacity capacity,
      Capacity allocated,
      String description,
      Map<String, String> labels,
      Liveness liveness,
      SortedMap<Ref, Reservation> ledger,
      Instant created,
      Instant updated)
      implements NodeState {
    public Member {
      labels = Ordered.copy(labels);
      ledger = Ordered.copy(ledger);
    }
  }

  /// A user has removed it. Pods that stood on it stay in the ledger until each knows that it is
  /// lost.
  record Removed(SortedMap<Ref, Reservation> ledger) implements NodeState {
    public Removed {
      ledger = Ordered.copy(ledger);
    }
  }

  /// Whether its agent is heard.
  enum Liveness {
    /// Heartbeats come.
    ONLINE,
    /// Some are missing: no new pods, none is moved yet.
    SUSPECT,
    /// It is given up until it comes back.
    OFFLINE
  }
}

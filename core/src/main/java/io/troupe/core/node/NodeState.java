package io.troupe.core.node;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.network.Cidr;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A node by phase.
public sealed interface NodeState extends State {
  /// There is no such node.
  record Absent() implements NodeState {}

  /// It belongs to the cluster.
  ///
  /// @param ledger what is reserved, by pod
  /// @param allocated the sum of the ledger
  /// @param subnet where its pods' addresses come from
  record Member(
      NodeInfo info,
      Capacity capacity,
      Capacity allocated,
      String description,
      Map<String, String> labels,
      Liveness liveness,
      SortedMap<Ref, Reservation> ledger,
      Subnet subnet,
      Instant created,
      Instant updated)
      implements NodeState {
    public Member {
      labels = Ordered.copy(labels);
      ledger = Ordered.copy(ledger);
      subnet = Subnet.orNone(subnet);
    }

    /// The ports of the host that the ledger's pods publish, each as `[ip:]port/proto`.
    public Set<String> hostPorts() {
      Set<String> ports = new TreeSet<>();
      for (Reservation line : ledger.values()) {
        if (!line.demand().hostPorts().isEmpty()) {
          ports.addAll(line.demand().hostPorts());
        }
      }
      return ports;
    }
  }

  /// A user has removed it. Pods that stood on it stay in the ledger until each knows that it is
  /// lost, and its subnet until that is the pool's again.
  record Removed(SortedMap<Ref, Reservation> ledger, Subnet subnet) implements NodeState {
    public Removed {
      ledger = Ordered.copy(ledger);
      subnet = Subnet.orNone(subnet);
    }
  }

  /// Where the addresses of a node's pods come from.
  ///
  /// @param cidr absent while it has none
  /// @param problem why it has none, empty when it needs none or is about to get one
  /// @param number of the wish for it, higher each time the node joins anew
  record Subnet(@Nullable Cidr cidr, String problem, long number) {
    /// None yet.
    public static final Subnet NONE = new Subnet(null, "", 0);

    /// What a state that was stored before there were subnets means.
    static Subnet orNone(@Nullable Subnet stored) {
      return stored == null ? NONE : stored;
    }

    /// The subnet; empty while it has none.
    public Optional<Cidr> find() {
      return Optional.ofNullable(cidr);
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

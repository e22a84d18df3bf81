package io.troupe.actors;

import io.troupe.core.Event;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Owed;
import io.troupe.core.deployment.DeploymentDecider;
import io.troupe.core.namespace.NamespaceDecider;
import io.troupe.core.node.NodeDecider;
import io.troupe.core.pod.PodDecider;
import io.troupe.core.pool.PoolDecider;
import io.troupe.core.service.ServiceDecider;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The register of resource kinds: one line per kind. A new kind of resource is added here.
public final class Deciders {
  private static final Map<Kind, Decider<?, ?, ?>> ALL = new EnumMap<>(Kind.class);

  static {
    List.<Decider<?, ?, ?>>of(
            new NamespaceDecider(),
            new ServiceDecider(),
            new DeploymentDecider(),
            new PodDecider(),
            new NodeDecider(),
            new PoolDecider())
        .forEach(decider -> ALL.put(decider.kind(), decider));
  }

  private Deciders() {}

  /// The decider of a kind.
  public static Decider<?, ?, ?> of(Kind kind) {
    Decider<?, ?, ?> decider = ALL.get(kind);
    if (decider == null) {
      throw new IllegalStateException("kind " + kind + " has no decider");
    }
    return decider;
  }

  /// The state of a resource before its first event.
  public static State empty(Kind kind) {
    return of(kind).empty();
  }

  /// The state after an event; both must be of the kind.
  public static State apply(Kind kind, State state, Event event, Instant at) {
    return typed(kind).apply(state, event, at);
  }

  /// What a resource owes in a state.
  public static List<Owed> owed(Ref resource, State state) {
    return typed(resource.kind()).owed(resource, state);
  }

  /// Whether there is such a resource, as users see it.
  public static boolean exists(Kind kind, State state) {
    return typed(kind).exists(state);
  }

  @SuppressWarnings("unchecked") // a kind's states and events come from its own log
  private static Decider<?, Event, State> typed(Kind kind) {
    return (Decider<?, Event, State>) of(kind);
  }
}

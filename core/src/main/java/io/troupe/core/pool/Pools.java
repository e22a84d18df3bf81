package io.troupe.core.pool;

import io.troupe.core.Kind;
import io.troupe.core.Ref;

/// The pools there are.
public final class Pools {
  /// Gives each service its own address.
  public static final Ref SERVICES = new Ref(Kind.POOL, "services");

  /// Gives each node a subnet for its pods.
  public static final Ref SUBNETS = new Ref(Kind.POOL, "subnets");

  private Pools() {}
}

package io.troupe.http.template;

import io.troupe.core.namespace.Quota;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Limits;

/// Amounts with their units.
public record ResourcesView(String ram, String cpu, String storage) {
  public static ResourcesView of(Quota quota) {
    return new ResourcesView(
        quota.memory().toString(), quota.cpu().toString(), quota.storage().toString());
  }

  public static ResourcesView of(Limits limits) {
    return new ResourcesView(
        limits.memory().toString(), limits.cpu().toString(), Memory.ZERO.toString());
  }
}

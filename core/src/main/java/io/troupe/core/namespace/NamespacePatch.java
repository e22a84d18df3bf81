package io.troupe.core.namespace;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a manifest says of a namespace: absent parts keep what it has.
public record NamespacePatch(
    @Nullable String description,
    @Nullable Map<String, String> labels,
    @Nullable String domain,
    @Nullable QuotaPatch request,
    @Nullable QuotaPatch limits) {
  /// Amounts given; absent ones stay.
  public record QuotaPatch(@Nullable Memory memory, @Nullable Cpu cpu, @Nullable Memory storage) {
    Quota applyTo(Quota old) {
      return new Quota(
          memory == null ? old.memory() : memory,
          cpu == null ? old.cpu() : cpu,
          storage == null ? old.storage() : storage);
    }
  }

  /// The specification after this patch.
  public NamespaceSpec applyTo(NamespaceSpec old) {
    return new NamespaceSpec(
        description == null ? old.description() : description,
        labels == null ? old.labels() : labels,
        domain == null ? old.domain() : domain,
        request == null ? old.request() : request.applyTo(old.request()),
        limits == null ? old.limits() : limits.applyTo(old.limits()));
  }
}

package io.troupe.node.sim;

import io.troupe.core.quantity.Memory;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import io.troupe.node.image.ImageInfo;
import io.troupe.node.image.ImageStore;
import io.troupe.node.image.RegistryAuth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Images that exist by name alone. Every pull succeeds at once, except those of [SimScript]'s
/// missing ones.
public final class SimImages implements ImageStore {
  private final ConcurrentMap<String, ImageInfo> images = new ConcurrentHashMap<>(4);
  private final AtomicInteger pulls = new AtomicInteger();

  @Override
  public Optional<ImageInfo> find(String reference) {
    ImageInfo named = images.get(reference);
    return named != null
        ? Optional.of(named)
        : images.values().stream().filter(image -> image.id().equals(reference)).findFirst();
  }

  @Override
  public ImageInfo pull(String reference, @Nullable RegistryAuth auth) {
    pulls.incrementAndGet();
    if (!SimScript.of(reference).pullable()) {
      throw new RuntimeFailure(
          Reason.REFUSED,
          "image " + reference + " cannot be pulled: no registry has a manifest of it");
    }
    return images.computeIfAbsent(reference, SimImages::make);
  }

  private static ImageInfo make(String reference) {
    String id =
        "sha256:"
            + UUID.nameUUIDFromBytes(reference.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new ImageInfo(id, List.of(reference), List.of(), Memory.mebibytes(8));
  }

  /// How often an image was asked for at the registry.
  public int pulls() {
    return pulls.get();
  }

  @Override
  public List<ImageInfo> list() {
    return List.copyOf(images.values());
  }

  @Override
  public void remove(String reference) {
    images.remove(reference);
  }
}

package io.troupe.node.image;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds the images of this machine (CII). Every call blocks; failures are
/// [io.troupe.node.container.RuntimeFailure]s.
public interface ImageStore {
  /// An image by reference (tag or digest) or id.
  Optional<ImageInfo> find(String reference);

  /// Whether the image is here.
  default boolean present(String reference) {
    return find(reference).isPresent();
  }

  /// Gets an image from its registry, also when it is here, and answers what is here then.
  ///
  /// @param auth null for the login that the machine itself has for the registry, if any
  ImageInfo pull(String reference, @Nullable RegistryAuth auth) throws InterruptedException;

  /// All images that have a name.
  List<ImageInfo> list();

  /// Removes an image that no container uses. One that is not here is removed already.
  void remove(String reference);
}

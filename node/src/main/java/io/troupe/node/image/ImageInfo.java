package io.troupe.node.image;

import io.troupe.core.quantity.Memory;
import java.util.List;

/// An image on this machine.
///
/// @param names its references with tag
/// @param digests its references with digest
public record ImageInfo(String id, List<String> names, List<String> digests, Memory size) {
  public ImageInfo {
    names = List.copyOf(names);
    digests = List.copyOf(digests);
  }
}

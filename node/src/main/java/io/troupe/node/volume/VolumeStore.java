package io.troupe.node.volume;

import io.troupe.core.Ref;
import io.troupe.core.quantity.Memory;
import java.nio.file.Path;
import java.util.List;

/// Keeps the volumes of this machine (CSI). Every call blocks; failures are
/// [io.troupe.node.container.RuntimeFailure]s.
public interface VolumeStore {
  /// The driver's name: `dir`, `sim`.
  String type();

  /// A pod's volume, made if it is not there yet; what is in it stays.
  ///
  /// @return where it is on the host
  Path create(Ref pod, String volume);

  /// Removes all volumes of a pod with what is in them.
  void removeAll(Ref pod);

  /// The pods that have volumes here.
  List<Ref> pods();

  /// The names of a pod's volumes, sorted.
  List<String> list(Ref pod);

  /// How much there is in all, used or not.
  Memory size();

  /// How much is free.
  Memory free();
}

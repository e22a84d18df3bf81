package io.troupe.node.sim;

import io.troupe.core.quantity.Memory;
import io.troupe.node.volume.VolumeStore;
import io.troupe.node.volume.VolumeStoreContract;

class SimVolumesTest extends VolumeStoreContract {
  private final VolumeStore volumes = new SimVolumes(Memory.mebibytes(10));

  @Override
  protected VolumeStore open() {
    return volumes;
  }
}

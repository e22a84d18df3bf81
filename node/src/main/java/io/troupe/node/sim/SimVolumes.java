package io.troupe.node.sim;

import io.troupe.core.Ref;
import io.troupe.core.quantity.Memory;
import io.troupe.node.volume.VolumeStore;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// Volumes that are names only; no file is touched.
public final class SimVolumes implements VolumeStore {
  private final Memory size;
  private final ConcurrentMap<Ref, SortedSet<String>> volumes = new ConcurrentHashMap<>(1);

  public SimVolumes(Memory size) {
    this.size = size;
  }

  @Override
  public String type() {
    return "sim";
  }

  @Override
  public Path create(Ref pod, String volume) {
    volumes.computeIfAbsent(pod, _ -> new ConcurrentSkipListSet<>()).add(volume);
    return Path.of("/sim", pod.link(), volume);
  }

  @Override
  public void removeAll(Ref pod) {
    volumes.remove(pod);
  }

  @Override
  public List<Ref> pods() {
    return List.copyOf(volumes.keySet());
  }

  @Override
  public List<String> list(Ref pod) {
    SortedSet<String> names = volumes.get(pod);
    return names == null ? List.of() : List.copyOf(names);
  }

  @Override
  public Memory size() {
    return size;
  }

  @Override
  public Memory free() {
    return size;
  }
}

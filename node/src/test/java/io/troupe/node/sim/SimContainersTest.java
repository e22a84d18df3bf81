package io.troupe.node.sim;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerRuntimeContract;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.RuntimeInfo;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

class SimContainersTest extends ContainerRuntimeContract {
  @Override
  protected ContainerRuntime open() {
    SimImages images = new SimImages();
    for (String image : List.of("sim/any", "sim/stubborn", "sim/echo:one-two", "sim/exit:3")) {
      images.pull(image, null);
    }
    return new SimContainers(
        new RuntimeInfo(
            "sim", "1", "here", "x86", "sim", "linux", Cpu.cpus(1), Memory.mebibytes(1), ""),
        images,
        InstantSource.system());
  }

  @Override
  protected ContainerSpec runner(String name, Map<String, String> labels) {
    return ContainerSpec.of(name, "sim/any", labels);
  }

  @Override
  protected ContainerSpec stubborn(String name, Map<String, String> labels) {
    return ContainerSpec.of(name, "sim/stubborn", labels);
  }

  @Override
  protected ContainerSpec printer(String name, Map<String, String> labels) {
    return ContainerSpec.of(name, "sim/echo:one-two", labels);
  }

  @Override
  protected ContainerSpec ender(String name, Map<String, String> labels, int code) {
    return ContainerSpec.of(name, "sim/exit:" + code, labels);
  }
}

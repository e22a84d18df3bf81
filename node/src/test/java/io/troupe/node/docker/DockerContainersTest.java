package io.troupe.node.docker;

import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerRuntimeContract;
import io.troupe.node.container.ContainerSpec;
import java.util.Map;

class DockerContainersTest extends ContainerRuntimeContract {
  private static final String WAIT = "while :; do sleep 1 & wait $!; done";

  @Override
  protected ContainerRuntime open() {
    return new DockerContainers(TestDocker.require());
  }

  private static ContainerSpec shell(String name, Map<String, String> labels, String script) {
    return ContainerSpec.of(name, TestDocker.IMAGE, labels).withCommand("sh", "-c", script);
  }

  @Override
  protected ContainerSpec runner(String name, Map<String, String> labels) {
    return shell(name, labels, "trap 'exit 0' TERM; " + WAIT);
  }

  @Override
  protected ContainerSpec stubborn(String name, Map<String, String> labels) {
    return shell(name, labels, "trap '' TERM; " + WAIT);
  }

  @Override
  protected ContainerSpec printer(String name, Map<String, String> labels) {
    return shell(name, labels, "echo one; echo two; " + WAIT);
  }

  @Override
  protected ContainerSpec ender(String name, Map<String, String> labels, int code) {
    return shell(name, labels, "exit " + code);
  }
}

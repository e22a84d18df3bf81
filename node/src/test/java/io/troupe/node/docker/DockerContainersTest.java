package io.troupe.node.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerRuntimeContract;
import io.troupe.node.container.ContainerSpec;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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

  @Test
  void aStopMayLastLongerThanTheEngineHasToAnswer() {
    Duration answer = Duration.ofSeconds(5);
    String name = "troupe-test-" + UUID.randomUUID();
    String host = TestDocker.require().host();
    try (DockerContainers containers = new DockerContainers(new DockerConnection(host));
        DockerContainers hasty = new DockerContainers(new DockerConnection(host, answer))) {
      String id = containers.create(stubborn(name, Map.of()));
      try {
        containers.start(id);
        hasty.stop(id, "", answer.plusSeconds(1));
        assertThat(containers.find(id)).get().matches(info -> !info.running());
      } finally {
        containers.remove(id);
      }
    }
  }
}

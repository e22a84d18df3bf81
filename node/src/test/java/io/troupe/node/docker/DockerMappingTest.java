package io.troupe.node.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import io.troupe.node.container.BindMount;
import io.troupe.node.container.ContainerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docker inspect` shows of a container.
class DockerMappingTest {
  private final Map<String, String> labels =
      Map.of("io.troupe.test", UUID.randomUUID().toString(), "tier", "front");

  @TempDir Path directory;

  private DockerConnection docker;
  private DockerContainers containers;

  @BeforeEach
  void open() {
    docker = TestDocker.require();
    containers = new DockerContainers(docker);
  }

  @AfterEach
  void close() {
    if (containers != null) {
      containers.list(labels).forEach(info -> containers.remove(info.id()));
      containers.close();
    }
  }

  private ContainerSpec full() {
    return new ContainerSpec(
        "troupe-test-" + UUID.randomUUID(),
        TestDocker.IMAGE,
        List.of("/bin/sh", "-c"),
        List.of("echo $A; sleep 60", "arg"),
        "/tmp",
        List.of("A=b=c", "EMPTY="),
        "1000:1001",
        List.of(
            new PortBinding("", 48080, 80, Protocol.TCP),
            new PortBinding("0.0.0.0", 48053, 53, Protocol.UDP),
            new PortBinding("", 0, 9000, Protocol.TCP)),
        Memory.mebibytes(64),
        Cpu.millis(250),
        true,
        labels,
        "web-1",
        "",
        "bridge",
        List.of("10.9.8.7"),
        List.of("demo.lb.local", "lb.local"),
        List.of("ndots:2"),
        List.of("db:10.1.2.3"),
        List.of(new BindMount(directory.toString(), "/data", true)),
        7);
  }

  private InspectContainerResponse inspect(String id) {
    return docker.call(client -> client.inspectContainerCmd(id).exec());
  }

  @Test
  void everyFieldReachesTheEngine() {
    ContainerSpec spec = full();
    String id = containers.create(spec);
    containers.start(id);

    InspectContainerResponse shown = inspect(id);
    var config = shown.getConfig();
    assertThat(shown.getName()).isEqualTo("/" + spec.name());
    assertThat(config.getImage()).isEqualTo(TestDocker.IMAGE);
    assertThat(config.getEntrypoint()).containsExactly("/bin/sh", "-c");
    assertThat(config.getCmd()).containsExactly("echo $A; sleep 60", "arg");
    assertThat(config.getWorkingDir()).isEqualTo("/tmp");
    assertThat(config.getEnv()).contains("A=b=c", "EMPTY=");
    assertThat(config.getUser()).isEqualTo("1000:1001");
    assertThat(config.getLabels()).isEqualTo(labels);
    assertThat(config.getHostName()).isEqualTo("web-1");
    assertThat(config.getExposedPorts())
        .containsExactlyInAnyOrder(ExposedPort.tcp(80), ExposedPort.udp(53), ExposedPort.tcp(9000));
    assertThat(shown.getState().getRunning()).isTrue();
  }

  @Test
  void limitsPortsAndMountsReachTheEngine() {
    String id = containers.create(full());
    containers.start(id);

    var host = inspect(id).getHostConfig();
    assertThat(host.getMemory()).isEqualTo(64L << 20);
    assertThat(host.getNanoCPUs()).isEqualTo(250_000_000L);
    assertThat(host.getPrivileged()).isTrue();
    assertThat(host.getRestartPolicy().getName()).isIn("", "no");
    assertThat(host.getNetworkMode()).isEqualTo("bridge");
    assertThat(host.getDns()).containsExactly("10.9.8.7");
    assertThat(host.getDnsSearch()).containsExactly("demo.lb.local", "lb.local");
    assertThat(host.getDnsOptions()).containsExactly("ndots:2");
    assertThat(host.getExtraHosts()).containsExactly("db:10.1.2.3");
    Map<ExposedPort, Ports.Binding[]> bindings = host.getPortBindings().getBindings();
    assertThat(bindings).hasSize(2);
    assertThat(bindings.get(ExposedPort.tcp(80)))
        .containsExactly(Ports.Binding.bindIpAndPort("127.0.0.1", 48080));
    assertThat(bindings.get(ExposedPort.udp(53)))
        .containsExactly(Ports.Binding.bindIpAndPort("0.0.0.0", 48053));
    assertThat(host.getMounts())
        .singleElement()
        .satisfies(mount -> {
          assertThat(mount.getType()).isEqualTo(MountType.BIND);
          assertThat(mount.getSource()).isEqualTo(directory.toString());
          assertThat(mount.getTarget()).isEqualTo("/data");
          assertThat(mount.getReadOnly()).isTrue();
        });
  }

  @Test
  void whatIsEmptyIsTheImagesOwn() {
    String id =
        containers.create(
            ContainerSpec.of("troupe-test-" + UUID.randomUUID(), TestDocker.IMAGE, labels)
                .withCommand("sleep", "60"));

    InspectContainerResponse shown = inspect(id);
    assertThat(shown.getConfig().getEntrypoint()).isNull();
    assertThat(shown.getHostConfig().getMemory()).isZero();
    assertThat(shown.getHostConfig().getNanoCPUs()).isZero();
    assertThat(shown.getHostConfig().getPrivileged()).isFalse();
  }
}

package io.troupe.it;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The Docker Engine that the platforms under test run their containers on, as seen past them.
public final class Docker implements AutoCloseable {
  private static final String NODE = "io.troupe.node";
  private static final String POD = "io.troupe.pod";

  private final String host;
  private final DockerClient client;

  private Docker(String host) {
    this.host = host;
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host)
            .withApiVersion("1.41")
            .build();
    this.client =
        DockerClientImpl.getInstance(
            config,
            new ApacheDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .connectionTimeout(Duration.ofSeconds(30))
                .responseTimeout(Duration.ofMinutes(3))
                .build());
  }

  /// The engine, with the test images in it. Where there is none the test is skipped.
  public static Docker require() {
    Docker docker = new Docker(DockerEngine.require());
    TestImage.ensure(docker.host);
    return docker;
  }

  /// The engine at an address, with the test images in it.
  public static Docker at(String host) {
    TestImage.ensure(host);
    return new Docker(host);
  }

  public String host() {
    return host;
  }

  /// All containers of a node, also those that do not run.
  public List<Container> containers(String node) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(Map.of(NODE, node)).exec();
  }

  /// All containers of a platform's node.
  List<Container> containers(TroupeProcess troupe) {
    return containers(troupe.node());
  }

  /// The containers of one service of a node.
  List<Container> containers(TroupeProcess troupe, String service) {
    return containers(troupe).stream()
        .filter(container -> container.labels.getOrDefault(POD, "").startsWith(service + ":"))
        .toList();
  }

  /// Those of them that run.
  List<Container> running(TroupeProcess troupe, String service) {
    return containers(troupe, service).stream()
        .filter(container -> "running".equals(container.getState()))
        .toList();
  }

  public static List<String> ids(List<Container> containers) {
    return containers.stream().map(Container::getId).sorted().collect(Collectors.toList());
  }

  /// The pod and container name that a container is for.
  public static String role(Container container) {
    return container.labels.get(POD) + "/" + container.labels.get("io.troupe.container");
  }

  public InspectContainerResponse inspect(Container container) {
    return client.inspectContainerCmd(container.getId()).exec();
  }

  /// Kills a container behind the platform's back.
  public void kill(String id) {
    client.killContainerCmd(id).exec();
  }

  /// Removes a container behind the platform's back, running or not.
  public void remove(String id) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException gone) {
      // the platform, or an earlier call, was faster
    }
  }

  /// Removes everything of a platform that has ended.
  void clean(TroupeProcess troupe) {
    troupe.close();
    containers(troupe).forEach(container -> remove(container.getId()));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException unclosed) {
      throw new UncheckedIOException(unclosed);
    }
  }
}

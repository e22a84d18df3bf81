package io.troupe.node.docker;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Statistics;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.ContainerEvent;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.LogQuery;
import io.troupe.node.container.LogStream;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.container.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Containers of a Docker Engine.
public final class DockerContainers implements ContainerRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(DockerContainers.class);

  private final DockerConnection docker;

  public DockerContainers(DockerConnection docker) {
    this.docker = docker;
  }

  @Override
  public RuntimeInfo about() {
    Info info = docker.call(client -> client.infoCmd().exec());
    return new RuntimeInfo(
        "docker",
        String.valueOf(info.getServerVersion()),
        String.valueOf(info.getName()),
        String.valueOf(info.getArchitecture()),
        String.valueOf(info.getOperatingSystem()),
        String.valueOf(info.getOsType()),
        Cpu.cpus(Objects.requireNonNullElse(info.getNCPU(), 0)),
        new Memory(Objects.requireNonNullElse(info.getMemTotal(), 0L)),
        cidr());
  }

  /// The range of the bridge that containers stand on, empty when the engine has none.
  private String cidr() {
    try {
      Network bridge =
          docker.call(client -> client.inspectNetworkCmd().withNetworkId("bridge").exec());
      return bridge.getIpam().getConfig().stream()
          .map(config -> config.getSubnet())
          .filter(Objects::nonNull)
          .findFirst()
          .orElse("");
    } catch (RuntimeFailure e) {
      if (e.reason() == Reason.UNREACHABLE) {
        throw e;
      }
      return "";
    }
  }

  @Override
  public String create(ContainerSpec spec) {
    return docker.callLong(client -> DockerSpecs.command(client, spec).exec().getId());
  }

  @Override
  public void start(String id) {
    docker.runLong(client -> {
      try {
        client.startContainerCmd(id).exec();
      } catch (NotModifiedException e) {
        LOG.debug("nothing to do for container {}", id);
      }
    });
  }

  @Override
  public void stop(String id, String signal, Duration grace) {
    if (!signal.isEmpty()) {
      stopBySignal(id, signal, grace);
      return;
    }
    docker.runLong(client -> {
      try {
        client.stopContainerCmd(id).withTimeout(Math.toIntExact(grace.toSeconds())).exec();
      } catch (NotModifiedException | NotFoundException e) {
        LOG.debug("nothing to do for container {}", id);
      }
    });
  }

  private void stopBySignal(String id, String signal, Duration grace) {
    if (find(id).filter(ContainerInfo::running).isEmpty()) {
      return;
    }
    kill(id, signal);
    boolean ended =
        docker.callLong(client -> {
          try {
            return client
                .waitContainerCmd(id)
                .exec(new WaitContainerResultCallback())
                .awaitCompletion(Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        });
    if (!ended) {
      stop(id, "", Duration.ZERO);
    }
  }

  @Override
  public void kill(String id, String signal) {
    docker.run(client -> client.killContainerCmd(id).withSignal(signal).exec());
  }

  @Override
  public void remove(String id) {
    docker.runLong(client -> {
      try {
        client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
      } catch (NotFoundException e) {
        LOG.debug("nothing to do for container {}", id);
      }
    });
  }

  @Override
  public Optional<ContainerInfo> find(String idOrName) {
    return docker.call(client -> {
      try {
        return Optional.of(DockerInspection.info(client.inspectContainerCmd(idOrName).exec()));
      } catch (NotFoundException e) {
        return Optional.empty();
      }
    });
  }

  @Override
  public List<ContainerInfo> list(Map<String, String> labels) {
    List<String> ids =
        docker.call(client ->
            client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
                .map(container -> container.getId())
                .toList());
    if (ids.size() < 2) {
      return ids.stream().flatMap(id -> find(id).stream()).toList();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<ContainerInfo>>> found =
          ids.stream()
              .map(id -> threads.submit((Callable<Optional<ContainerInfo>>) () -> find(id)))
              .toList();
      return found.stream().flatMap(future -> result(future).stream()).toList();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(Reason.UNREACHABLE, "interrupted while listing containers", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeFailure failure) {
        throw new RuntimeFailure(failure.reason(), failure.text(), failure);
      }
      throw new IllegalStateException("a container cannot be inspected", e.getCause());
    }
  }

  @Override
  public Watch watch(Map<String, String> labels, Consumer<ContainerEvent> listener) {
    DockerWatch watch = new DockerWatch(docker, labels, listener);
    Thread.ofVirtual().name("docker-watch").start(watch);
    return watch;
  }

  @Override
  public LogStream logs(String id, LogQuery query) {
    DockerLogs logs = new DockerLogs(docker);
    docker.callLong(client -> {
      var command =
          client
              .logContainerCmd(id)
              .withStdOut(true)
              .withStdErr(true)
              .withTimestamps(true)
              .withFollowStream(query.follow());
      return (query.tail() > 0 ? command.withTail(query.tail()) : command.withTailAll())
          .exec(logs.callback());
    });
    return logs;
  }

  @Override
  public int await(String id) throws InterruptedException {
    var callback =
        docker.callLong(
            client -> client.waitContainerCmd(id).exec(new WaitContainerResultCallback()));
    try (callback) {
      callback.awaitCompletion();
      return docker.call(_ -> callback.awaitStatusCode());
    } catch (java.io.IOException e) {
      throw docker.unreachable(e);
    }
  }

  @Override
  public Usage usage(String id) {
    Single<Statistics> single = new Single<>();
    docker.call(client -> client.statsCmd(id).withNoStream(true).exec(single));
    Statistics statistics = docker.call(_ -> single.await());
    var memory = statistics.getMemoryStats();
    var cpu = statistics.getCpuStats().getCpuUsage();
    return new Usage(
        Objects.requireNonNullElse(cpu == null ? null : cpu.getTotalUsage(), 0L),
        new Memory(Objects.requireNonNullElse(memory.getUsage(), 0L)),
        new Memory(Math.max(0, Objects.requireNonNullElse(memory.getLimit(), 0L))));
  }

  @Override
  public void close() {
    docker.close();
  }
}

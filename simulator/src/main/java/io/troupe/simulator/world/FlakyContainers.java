package io.troupe.simulator.world;

import io.troupe.core.Ref;
import io.troupe.node.container.ContainerEvent;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.LogQuery;
import io.troupe.node.container.LogStream;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.container.Usage;
import io.troupe.simulator.engine.Chance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A container runtime that fails some calls, before or after it has done them. What it does is
/// told to an observer first.
final class FlakyContainers implements ContainerRuntime {
  private final ContainerRuntime real;
  private final Observer observer;
  private final long seed;
  private long calls;
  private int failing;

  /// Told of what an agent does to containers.
  interface Observer {
    void starting(ContainerInfo container);

    void ending(ContainerInfo container);
  }

  FlakyContainers(ContainerRuntime real, Observer observer, long seed) {
    this.real = real;
    this.observer = observer;
    this.seed = seed;
  }

  /// How many of a thousand calls fail.
  void failing(int perThousand) {
    failing = perThousand;
  }

  private void act(Runnable call) {
    double draw = failing == 0 ? 1 : Chance.unit(Chance.nth(seed, calls++)) * 1000;
    if (draw < failing / 2.0) {
      throw broken();
    }
    call.run();
    if (draw < failing) {
      throw broken();
    }
  }

  private static RuntimeFailure broken() {
    return new RuntimeFailure(RuntimeFailure.Reason.UNREACHABLE, "the runtime has hung up");
  }

  @Override
  public RuntimeInfo about() {
    return real.about();
  }

  @Override
  public String create(ContainerSpec spec) {
    String[] id = {""};
    act(() -> id[0] = real.create(spec));
    return id[0];
  }

  @Override
  public void start(String id) {
    act(() -> {
      real.find(id).filter(info -> !info.running()).ifPresent(observer::starting);
      real.start(id);
    });
  }

  @Override
  public void stop(String id, String signal, Duration grace) {
    act(() -> {
      real.find(id).filter(ContainerInfo::running).ifPresent(observer::ending);
      real.stop(id, signal, grace);
    });
  }

  @Override
  public void kill(String id, String signal) {
    act(() -> real.kill(id, signal));
  }

  @Override
  public void remove(String id) {
    act(() -> {
      real.find(id).filter(ContainerInfo::running).ifPresent(observer::ending);
      real.remove(id);
    });
  }

  @Override
  public Optional<ContainerInfo> find(String idOrName) {
    return real.find(idOrName);
  }

  @Override
  public List<ContainerInfo> list(Map<String, String> labels) {
    act(() -> {});
    return real.list(labels);
  }

  @Override
  public Watch watch(Map<String, String> labels, Consumer<ContainerEvent> listener) {
    return real.watch(labels, listener);
  }

  @Override
  public LogStream logs(String id, LogQuery query) {
    return real.logs(id, query);
  }

  @Override
  public int await(String id) throws InterruptedException {
    return real.await(id);
  }

  @Override
  public Usage usage(String id) {
    return real.usage(id);
  }

  @Override
  public void close() {
    real.close();
  }

  /// The pod that a container belongs to.
  static Optional<Ref> pod(ContainerInfo info) {
    String link = info.label(io.troupe.node.pod.PodLabels.POD);
    return link.isEmpty() ? Optional.empty() : Optional.of(new Ref(io.troupe.core.Kind.POD, link));
  }
}

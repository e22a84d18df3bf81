package io.troupe.node.sim;

import io.troupe.core.Ordered;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.ContainerEvent;
import io.troupe.node.container.ContainerEvent.Action;
import io.troupe.node.container.ContainerEvent.Happened;
import io.troupe.node.container.ContainerEvent.Watching;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.LogLine;
import io.troupe.node.container.LogQuery;
import io.troupe.node.container.LogStream;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.container.Usage;
import io.troupe.node.image.ImageInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Containers that exist in memory alone and behave by their image's [SimScript]. Thousands cost no
/// thread and no timer. The world outside is played by [#end], [#vanish] and [#print].
public final class SimContainers implements ContainerRuntime {
  private final RuntimeInfo about;
  private final SimImages images;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final ConcurrentMap<String, SimContainer> byId = new ConcurrentHashMap<>(4);
  private final ConcurrentMap<String, String> idByName = new ConcurrentHashMap<>(4);
  private final List<SimWatch> watches = new CopyOnWriteArrayList<>();
  private final AtomicInteger addresses = new AtomicInteger();

  public SimContainers(RuntimeInfo about, SimImages images, InstantSource clock) {
    this(about, images, clock, SimContainers::newId);
  }

  /// @param ids a new one each time
  public SimContainers(
      RuntimeInfo about, SimImages images, InstantSource clock, Supplier<String> ids) {
    this.ids = ids;
    this.about = about;
    this.images = images;
    this.clock = clock;
  }

  @Override
  public RuntimeInfo about() {
    return about;
  }

  @Override
  public String create(ContainerSpec spec) {
    ImageInfo image =
        images
            .find(spec.image())
            .orElseThrow(
                () -> new RuntimeFailure(Reason.NO_IMAGE, "No such image: " + spec.image()));
    if (!spec.network().isEmpty() && !byId.containsKey(spec.network())) {
      throw new RuntimeFailure(Reason.NO_CONTAINER, "No such container: " + spec.network());
    }
    String id = ids.get();
    if (idByName.putIfAbsent(spec.name(), id) != null) {
      throw new RuntimeFailure(
          Reason.NAME_TAKEN, "the container name " + spec.name() + " is already in use");
    }
    int n = addresses.incrementAndGet();
    String ip = spec.network().isEmpty() ? "10.0." + (n >> 8 & 255) + "." + (n & 255) : "";
    byId.put(id, new SimContainer(id, spec, image.id(), ip));
    return id;
  }

  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }

  @Override
  public void start(String id) {
    SimContainer container = require(id);
    SimScript script = container.script;
    if (!script.startable()) {
      throw new RuntimeFailure(
          Reason.REFUSED, "cannot start " + container.spec.name() + ": its image is broken");
    }
    String network = container.spec.network();
    if (!network.isEmpty() && !require(network).running()) {
      throw new RuntimeFailure(
          Reason.REFUSED, "cannot join network of a non running container: " + network);
    }
    if (!script.startDelay().isZero()) {
      LockSupport.parkNanos(script.startDelay().toNanos());
    }
    if (container.start(clock.instant())) {
      tell(container, Action.STARTED);
      Integer code = script.exitCode();
      if (code != null) {
        end(id, code);
      }
    }
  }

  @Override
  public void stop(String id, String signal, Duration grace) {
    SimContainer container = byId.get(id);
    if (container != null && container.running()) {
      if (container.script.stubborn()) {
        LockSupport.parkNanos(grace.toNanos());
      }
      end(id, container.script.stubborn() ? 137 : 143);
    }
  }

  @Override
  public void kill(String id, String signal) {
    boolean deadly = signal.endsWith("KILL");
    if (!require(id).running()) {
      throw new RuntimeFailure(Reason.REFUSED, "container " + id + " is not running");
    }
    if (deadly || !require(id).script.stubborn()) {
      end(id, deadly ? 137 : 143);
    }
  }

  @Override
  public void remove(String id) {
    end(id, 137);
    SimContainer container = byId.remove(id);
    if (container != null) {
      container.drop();
      idByName.remove(container.spec.name(), id);
      tell(container, Action.REMOVED);
    }
  }

  @Override
  public Optional<ContainerInfo> find(String idOrName) {
    String id = idByName.getOrDefault(idOrName, idOrName);
    return Optional.ofNullable(byId.get(id)).map(SimContainer::info);
  }

  @Override
  public List<ContainerInfo> list(Map<String, String> labels) {
    return byId.values().stream()
        .filter(container -> carries(container, labels))
        .map(SimContainer::info)
        .toList();
  }

  private static boolean carries(SimContainer container, Map<String, String> labels) {
    return container.spec.labels().entrySet().containsAll(labels.entrySet());
  }

  @Override
  public Watch watch(Map<String, String> labels, Consumer<ContainerEvent> listener) {
    SimWatch watch = new SimWatch(Ordered.copy(labels), listener);
    watch.tell(new Watching());
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  @Override
  public LogStream logs(String id, LogQuery query) {
    return require(id).logs(query);
  }

  @Override
  public int await(String id) throws InterruptedException {
    return require(id).awaitEnd();
  }

  @Override
  public Usage usage(String id) {
    Memory limit = require(id).spec.memory();
    return new Usage(0, Memory.mebibytes(1), limit.isZero() ? about.memory() : limit);
  }

  @Override
  public void close() {
    watches.clear();
  }

  /// A container ends by itself.
  public void end(String id, int exitCode) {
    SimContainer container = byId.get(id);
    if (container != null && container.end(clock.instant(), exitCode)) {
      tell(container, Action.ENDED);
    }
  }

  /// Somebody removes a container behind the agent's back.
  public void vanish(String id) {
    remove(id);
  }

  /// A container prints a line.
  public void print(String id, String line) {
    require(id).print(new LogLine(clock.instant(), "stdout", line));
  }

  private SimContainer require(String id) {
    SimContainer container = byId.get(id);
    if (container == null) {
      throw new RuntimeFailure(Reason.NO_CONTAINER, "No such container: " + id);
    }
    return container;
  }

  private void tell(SimContainer container, Action action) {
    for (SimWatch watch : watches) {
      if (carries(container, watch.labels())) {
        watch.tell(new Happened(container.id, action, container.spec.labels()));
      }
    }
  }

  private record SimWatch(Map<String, String> labels, Consumer<ContainerEvent> listener) {
    void tell(ContainerEvent event) {
      synchronized (this) {
        listener.accept(event);
      }
    }
  }
}

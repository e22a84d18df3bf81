package io.troupe.node.network;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an agent remembers of the network for when it starts again and nobody is there to tell it.
/// Changes are written a while after they were made, several together, by a thread of its own;
/// whoever makes them waits for nothing. When the file cannot be written the network goes on
/// without.
final class NetworkMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkMemory.class);

  /// Of a thread's time at most one part in so many goes into writing.
  private static final int SHARE = 20;

  private final NetworkFile file;
  private final Duration pause;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("network-memory").factory());

  // Under this object's lock:
  private final Map<Ref, Endpoint> endpoints = new TreeMap<>();
  private @Nullable NetworkPlan plan;
  private boolean due;
  private boolean failing;
  private long lastTook;

  /// @param pause between the first change and the writing of all that came until then
  NetworkMemory(NetworkFile file, Duration pause) {
    this.file = file;
    this.pause = pause;
  }

  /// What an earlier run of the agent has left, if it has left anything that can be used.
  Optional<RememberedNetwork> recall() {
    return file.read();
  }

  /// Takes a change that has been made.
  synchronized void keep(NetworkPlan made, NetworkChange change) {
    if (change.all()) {
      endpoints.clear();
    }
    change.gone().forEach(endpoints::remove);
    change.endpoints().forEach(endpoint -> endpoints.put(endpoint.service(), endpoint));
    plan = made;
    if (!due) {
      due = true;
      long wait = Math.max(pause.toNanos(), lastTook * SHARE);
      ScheduledFuture<?> _ = writer.schedule(this::write, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void write() {
    RememberedNetwork now;
    synchronized (this) {
      NetworkPlan made = plan;
      if (!due || made == null) {
        return;
      }
      due = false;
      now = new RememberedNetwork(made, List.copyOf(endpoints.values()));
    }
    long begun = System.nanoTime();
    String problem = "";
    try {
      file.write(now);
    } catch (IOException unwritable) {
      problem = String.valueOf(unwritable);
    }
    wrote(System.nanoTime() - begun, problem);
  }

  private synchronized void wrote(long took, String problem) {
    lastTook = took;
    if (!problem.isEmpty() && !failing) {
      LOG.warn(
          "cannot write {}: {}; if the agent starts again while no control member answers, its name"
              + " server will not know what has changed since. Make room there, or set"
              + " troupe.node.state-root to another directory",
          file.path(),
          problem);
    }
    failing = !problem.isEmpty();
  }

  /// Writes what is not written yet.
  @Override
  public void close() {
    writer.shutdownNow();
    writer.close();
    write();
  }
}

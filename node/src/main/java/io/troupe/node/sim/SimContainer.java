package io.troupe.node.sim;

import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerInfo.State;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.LogLine;
import io.troupe.node.container.LogQuery;
import io.troupe.node.container.LogStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A container in memory. Guarded by its own monitor, on which readers of its log wait.
final class SimContainer {
  final String id;
  final ContainerSpec spec;
  final SimScript script;
  private final String imageId;
  private final String ip;
  private State state = State.CREATED;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private int exitCode;
  private boolean removed;
  private List<LogLine> lines = List.of();

  SimContainer(String id, ContainerSpec spec, String imageId, String ip) {
    this.id = id;
    this.spec = spec;
    this.script = SimScript.of(spec.image());
    this.imageId = imageId;
    this.ip = ip;
  }

  synchronized boolean running() {
    return state == State.RUNNING;
  }

  /// Starts it; false when it runs already.
  synchronized boolean start(Instant now) {
    if (state == State.RUNNING) {
      return false;
    }
    state = State.RUNNING;
    startedAt = now;
    finishedAt = null;
    exitCode = 0;
    for (String line : script.lines()) {
      print(new LogLine(now, "stdout", line));
    }
    return true;
  }

  /// Ends it; false when it does not run.
  synchronized boolean end(Instant now, int code) {
    if (state != State.RUNNING) {
      return false;
    }
    state = State.EXITED;
    finishedAt = now;
    exitCode = code;
    notifyAll();
    return true;
  }

  synchronized void drop() {
    removed = true;
    notifyAll();
  }

  synchronized void print(LogLine line) {
    if (lines.isEmpty()) {
      lines = new ArrayList<>(2);
    }
    lines.add(line);
    notifyAll();
  }

  synchronized int awaitEnd() throws InterruptedException {
    while (state == State.RUNNING && !removed) {
      wait();
    }
    return exitCode;
  }

  synchronized ContainerInfo info() {
    return new ContainerInfo(
        id,
        spec.name(),
        spec.image(),
        imageId,
        spec.labels(),
        state,
        spec.network(),
        startedAt,
        finishedAt,
        exitCode,
        state == State.RUNNING ? ip : "",
        "");
  }

  LogStream logs(LogQuery query) {
    return new Reader(query);
  }

  private final class Reader implements LogStream {
    private final boolean follow;
    private int position;
    private boolean closed;

    Reader(LogQuery query) {
      this.follow = query.follow();
      synchronized (SimContainer.this) {
        this.position = query.tail() > 0 ? Math.max(0, lines.size() - query.tail()) : 0;
      }
    }

    @Override
    public Optional<LogLine> next() throws InterruptedException {
      synchronized (SimContainer.this) {
        while (!closed
            && position >= lines.size()
            && follow
            && state == State.RUNNING
            && !removed) {
          SimContainer.this.wait();
        }
        return closed || position >= lines.size()
            ? Optional.empty()
            : Optional.of(lines.get(position++));
      }
    }

    @Override
    public void close() {
      synchronized (SimContainer.this) {
        closed = true;
        SimContainer.this.notifyAll();
      }
    }
  }
}

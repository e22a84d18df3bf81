package io.troupe.node.docker;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.troupe.node.container.LogLine;
import io.troupe.node.container.LogStream;
import io.troupe.node.container.RuntimeFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// A log stream of the engine. It is read only as fast as its lines are taken: a few hundred wait
/// here, the others stay with the engine.
final class DockerLogs implements LogStream {
  private static final int WAITING_LINES = 256;

  private final DockerConnection docker;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(WAITING_LINES);
  private final Callback callback = new Callback();
  private volatile boolean closed;

  DockerLogs(DockerConnection docker) {
    this.docker = docker;
  }

  Callback callback() {
    return callback;
  }

  @Override
  public Optional<LogLine> next() throws InterruptedException {
    if (closed) {
      return Optional.empty();
    }
    Item item = items.take();
    if (item.failure() != null && !closed) {
      throw item.failure();
    }
    LogLine line = closed ? null : item.line();
    if (line == null) {
      close();
    }
    return Optional.ofNullable(line);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    items.clear();
    items.offer(Item.END);
    try {
      callback.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(Item item) {
    try {
      if (!closed) {
        items.put(item);
      }
      if (closed) {
        items.clear();
        items.offer(Item.END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A line, a failure, or, with neither, the end.
  private record Item(@Nullable LogLine line, @Nullable RuntimeFailure failure) {
    static final Item END = new Item(null, null);
  }

  /// Takes frames on the client's own thread and holds it up while nobody reads.
  final class Callback extends QuietCallback<Callback, Frame> {
    private final LineSplitter out = new LineSplitter("stdout", line -> put(new Item(line, null)));
    private final LineSplitter err = new LineSplitter("stderr", line -> put(new Item(line, null)));

    @Override
    public void onNext(Frame frame) {
      (frame.getStreamType() == StreamType.STDERR ? err : out).add(frame.getPayload());
    }

    @Override
    public void onError(Throwable error) {
      if (!closed) {
        put(new Item(null, docker.broken(error)));
      }
      super.onError(error);
    }

    @Override
    public void onComplete() {
      out.end();
      err.end();
      put(Item.END);
      super.onComplete();
    }
  }
}

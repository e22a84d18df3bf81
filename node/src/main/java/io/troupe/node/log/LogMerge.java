package io.troupe.node.log;

import io.troupe.actors.session.LogChunk.Line;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.LogLine;
import io.troupe.node.container.LogStream;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.pod.PodLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The lines of several containers in one queue, in the order they come. While nobody takes, it
/// fills up and the streams are not read on.
final class LogMerge implements AutoCloseable {
  private static final int WAITING_LINES = 256;
  private static final int MOST_LINES = 200;

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(WAITING_LINES);
  private final List<LogStream> streams = new ArrayList<>();
  private int open;
  private volatile boolean closed;

  /// Begins to read a container's stream on a thread of its own.
  synchronized void add(ContainerInfo container, LogStream stream, Executor threads) {
    streams.add(stream);
    open++;
    threads.execute(() -> read(container, stream));
  }

  private void read(ContainerInfo container, LogStream stream) {
    String name = container.label(PodLabels.CONTAINER);
    try (stream) {
      Optional<LogLine> next = stream.next();
      while (next.isPresent() && !closed) {
        LogLine line = next.get();
        queue.put(
            new Item(new Line(line.at(), name, container.id(), line.stream(), line.text()), null));
        next = stream.next();
      }
      queue.put(Item.END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeFailure e) {
      if (!closed) {
        queue.offer(new Item(null, e));
      }
    }
  }

  /// Waits for lines; an empty list means that there are no more. One thread takes.
  List<Line> take() throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    while (lines.isEmpty() && !ended()) {
      collect(queue.take(), lines);
      Item item = queue.peek();
      while (item != null && lines.size() < MOST_LINES && !ended()) {
        collect(queue.remove(), lines);
        item = queue.peek();
      }
    }
    return lines;
  }

  private synchronized boolean ended() {
    return open == 0 || closed;
  }

  private synchronized void collect(Item item, List<Line> lines) {
    if (item.failure() != null) {
      throw item.failure();
    }
    if (item.line() == null) {
      open--;
    } else {
      lines.add(item.line());
    }
  }

  /// Closes all streams; a waiting [#take] ends.
  @Override
  public void close() {
    List<LogStream> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(streams);
    }
    queue.clear();
    queue.offer(Item.END);
    all.forEach(LogStream::close);
  }

  /// A line, a failure, or, with neither, the end of one stream.
  private record Item(@Nullable Line line, @Nullable RuntimeFailure failure) {
    static final Item END = new Item(null, null);
  }
}

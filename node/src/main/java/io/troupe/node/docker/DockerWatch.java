package io.troupe.node.docker;

import com.github.dockerjava.api.model.Event;
import io.troupe.node.container.ContainerEvent;
import io.troupe.node.container.ContainerEvent.Action;
import io.troupe.node.container.ContainerEvent.Happened;
import io.troupe.node.container.ContainerEvent.Watching;
import io.troupe.node.container.ContainerRuntime.Watch;
import io.troupe.node.container.RuntimeFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine's event stream, taken up again whenever it breaks, after 0.2 s at first and 10 s at
/// the most.
final class DockerWatch implements Watch, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DockerWatch.class);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final DockerConnection docker;
  private final Map<String, String> labels;
  private final Consumer<ContainerEvent> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Stream current;

  DockerWatch(
      DockerConnection docker, Map<String, String> labels, Consumer<ContainerEvent> listener) {
    this.docker = docker;
    this.labels = Map.copyOf(labels);
    this.listener = listener;
  }

  @Override
  public void run() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      do {
        if (watchOnce()) {
          pause = FIRST_PAUSE_MILLIS;
        }
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      } while (!closed.await(pause, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Watches until the stream breaks; true when there was one.
  private boolean watchOnce() throws InterruptedException {
    Stream stream = new Stream();
    current = stream;
    if (closed.getCount() == 0) {
      return false;
    }
    try {
      docker.callLong(client ->
          client
              .eventsCmd()
              .withEventTypeFilter("container")
              .withEventFilter("start", "die", "destroy")
              .withLabelFilter(labels)
              .exec(stream));
      stream.awaitCompletion();
      Throwable broken = stream.failure();
      if (broken != null && closed.getCount() > 0) {
        LOG.warn("events of the Docker Engine have broken off: {}", docker.broken(broken).text());
      }
    } catch (RuntimeFailure e) {
      LOG.warn("{}; trying again", e.text());
    }
    return stream.begun;
  }

  @Override
  public void close() {
    closed.countDown();
    Stream stream = current;
    if (stream != null) {
      stream.end();
    }
  }

  private final class Stream extends QuietCallback<Stream, Event> {
    private volatile boolean begun;

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      begun = true;
      listener.accept(new Watching());
    }

    @Override
    public void onNext(Event event) {
      action(event)
          .ifPresent(action -> {
            var actor = event.getActor();
            Map<String, String> attributes = actor == null ? null : actor.getAttributes();
            listener.accept(
                new Happened(
                    String.valueOf(event.getId()),
                    action,
                    attributes == null ? Map.of() : attributes));
          });
    }

    void end() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Optional<Action> action(Event event) {
    return switch (String.valueOf(event.getAction())) {
      case "start" -> Optional.of(Action.STARTED);
      case "die" -> Optional.of(Action.ENDED);
      case "destroy" -> Optional.of(Action.REMOVED);
      default -> Optional.empty();
    };
  }
}

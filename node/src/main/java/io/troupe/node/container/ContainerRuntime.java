package io.troupe.node.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs containers on this machine (CRI). Every call blocks until the runtime has done it, so it
/// belongs on a virtual thread; any number may be under way. Failures are [RuntimeFailure]s.
public interface ContainerRuntime extends AutoCloseable {
  /// The runtime and its machine.
  RuntimeInfo about();

  /// Creates a container and answers its id. It does not run yet.
  String create(ContainerSpec spec);

  /// Starts a container; one that runs stays as it is.
  void start(String id);

  /// Asks a container to end, and kills it when the grace is over. One that does not run or does
  /// not exist is left alone.
  ///
  /// @param signal what to send first (`SIGINT`), empty for the image's own
  void stop(String id, String signal, Duration grace);

  /// Sends a signal to a running container.
  void kill(String id, String signal);

  /// Removes a container with its anonymous volumes, running or not. One that does not exist is
  /// removed already.
  void remove(String id);

  /// A container by id or name.
  Optional<ContainerInfo> find(String idOrName);

  /// All containers, running or not, that carry all these labels, in no order.
  List<ContainerInfo> list(Map<String, String> labels);

  /// Watches the containers that carry all these labels. The listener is called from one thread at
  /// a time, must not block, and first hears [ContainerEvent.Watching]; when the runtime goes away
  /// the watch is taken up again with back-off, and `Watching` is said again.
  ///
  /// @return what ends the watch
  Watch watch(Map<String, String> labels, Consumer<ContainerEvent> listener);

  /// What a container has printed.
  LogStream logs(String id, LogQuery query);

  /// Waits until a container does not run, and answers its exit code.
  int await(String id) throws InterruptedException;

  /// What a running container uses.
  Usage usage(String id);

  @Override
  void close();

  /// A watch under way.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}

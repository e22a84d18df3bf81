package io.troupe.node.log;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogPull;
import io.troupe.actors.session.LogRequest;
import io.troupe.core.Ref;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.LogQuery;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.pod.PodLabels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a pod's log for one reader: a piece is fetched when it is asked for and not before. Ends
/// with its reader, and takes the runtime's streams with it.
public final class LogSource extends AbstractBehavior<LogSource.Message> {
  private final Executor threads;
  private final ActorRef<LogChunk> reader;
  private final LogMerge merge = new LogMerge();
  private boolean fetching;
  private boolean asked;

  /// What the source hears.
  public sealed interface Message {}

  private record Pulled(LogPull pull) implements Message {}

  private record ReaderEnded() implements Message {}

  private record Opened() implements Message {}

  private record Fetched(List<LogChunk.Line> lines) implements Message {}

  private record Broken(String message) implements Message {}

  private LogSource(
      ActorContext<Message> context,
      ContainerRuntime containers,
      String node,
      Executor threads,
      LogRequest request,
      ActorRef<LogChunk> reader) {
    super(context);
    this.threads = threads;
    this.reader = reader;
    context.watchWith(reader, new ReaderEnded());
    context.pipeToSelf(
        CompletableFuture.runAsync(() -> open(containers, node, request), threads),
        (_, error) -> error == null ? new Opened() : new Broken(text(error)));
  }

  /// @param node the node whose agent this is
  /// @param threads a virtual thread for each task
  public static Behavior<Message> create(
      ContainerRuntime containers,
      String node,
      Executor threads,
      LogRequest request,
      ActorRef<LogChunk> reader) {
    return Behaviors.setup(
        context -> new LogSource(context, containers, node, threads, request, reader));
  }

  private void open(ContainerRuntime containers, String node, LogRequest request) {
    Ref pod = request.pod();
    List<ContainerInfo> all =
        containers.list(Map.of(PodLabels.NODE, node, PodLabels.POD, pod.link())).stream()
            .sorted(Comparator.comparing(ContainerInfo::name))
            .toList();
    List<ContainerInfo> wanted =
        all.stream()
            .filter(info ->
                request.container().isEmpty()
                    || info.label(PodLabels.CONTAINER).equals(request.container()))
            .toList();
    if (all.isEmpty()) {
      throw new RuntimeFailure(
          RuntimeFailure.Reason.NO_CONTAINER,
          "pod " + pod.link() + " has no container on node " + node + " (yet)");
    }
    if (wanted.isEmpty()) {
      throw new RuntimeFailure(
          RuntimeFailure.Reason.NO_CONTAINER,
          "pod "
              + pod.link()
              + " has no container '"
              + request.container()
              + "'; it has "
              + all.stream()
                  .map(info -> info.label(PodLabels.CONTAINER))
                  .collect(Collectors.joining(", ")));
    }
    LogQuery query = new LogQuery(request.tail(), request.follow());
    for (ContainerInfo info : wanted) {
      merge.add(info, containers.logs(info.id(), query), threads);
    }
  }

  private static String text(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof RuntimeFailure failure
        ? failure.text()
        : "the log cannot be read: " + cause;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::onMessage)
        .onSignal(PostStop.class, _ -> onPostStop())
        .build();
  }

  private Behavior<Message> onMessage(Message message) {
    return switch (message) {
      case Opened() -> {
        reader.tell(new LogChunk.Opened(getContext().messageAdapter(LogPull.class, Pulled::new)));
        yield this;
      }
      case Pulled(LogPull.Next()) -> {
        asked = true;
        fetch();
        yield this;
      }
      case Fetched fetched -> deliver(fetched.lines());
      case Broken broken -> {
        reader.tell(new LogChunk.Failed(broken.message()));
        yield Behaviors.stopped();
      }
      case Pulled(LogPull.Close()) -> Behaviors.stopped();
      case ReaderEnded() -> Behaviors.stopped();
    };
  }

  private void fetch() {
    if (asked && !fetching) {
      asked = false;
      fetching = true;
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(this::take, threads),
              (lines, error) -> lines == null ? new Broken(text(error)) : new Fetched(lines));
    }
  }

  private List<LogChunk.Line> take() {
    try {
      return merge.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private Behavior<Message> deliver(List<LogChunk.Line> lines) {
    fetching = false;
    if (lines.isEmpty()) {
      reader.tell(new LogChunk.End());
      return Behaviors.stopped();
    }
    reader.tell(new LogChunk.Lines(lines));
    fetch();
    return this;
  }

  /// Closing may have to wait for the runtime, so it is not done here.
  private Behavior<Message> onPostStop() {
    Thread.ofVirtual().start(merge::close);
    return this;
  }
}

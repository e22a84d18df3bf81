package io.troupe.http.logs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.GraphStageLogic.StageActor;
import akka.stream.stage.GraphStageWithMaterializedValue;
import akka.stream.stage.TimerGraphStageLogic;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogPull;
import io.troupe.actors.session.LogRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/// A pod's log as a stream. It asks the agent for the next piece only when the reader has taken the
/// last, and lets go of the log when the reader goes. Its value completes when the log is open, or
/// fails when it cannot be read.
final class LogSource
    extends GraphStageWithMaterializedValue<
        SourceShape<List<LogChunk.Line>>, CompletionStage<Void>> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ControlPlane control;
  private final LogRequest request;
  private final Outlet<List<LogChunk.Line>> out = Outlet.create("lines");
  private final SourceShape<List<LogChunk.Line>> shape = SourceShape.of(out);

  LogSource(ControlPlane control, LogRequest request) {
    this.control = control;
    this.request = request;
  }

  /// The log cannot be read.
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  @Override
  public SourceShape<List<LogChunk.Line>> shape() {
    return shape;
  }

  @Override
  public Tuple2<GraphStageLogic, CompletionStage<Void>> createLogicAndMaterializedValue(
      Attributes attributes) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    return Tuple2.apply(new Reading(opened), opened);
  }

  private final class Reading extends TimerGraphStageLogic {
    private final CompletableFuture<Void> opened;
    private @Nullable StageActor self;
    private @Nullable ActorRef<LogPull> source;
    private boolean asked;

    Reading(CompletableFuture<Void> opened) {
      super(shape);
      this.opened = opened;
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              ask();
            }
          });
    }

    @Override
    public void preStart() {
      StageActor actor =
          getStageActor(message -> {
            received(message._2());
            return BoxedUnit.UNIT;
          });
      self = actor;
      control.openLog(request, Adapter.toTyped(actor.ref()));
      scheduleOnce("open", PATIENCE);
    }

    @Override
    public void onTimer(Object key) {
      if (source == null) {
        failed("the node of pod `%s` does not answer".formatted(request.pod().link()));
      }
    }

    private void ask() {
      if (source != null && !asked) {
        asked = true;
        source.tell(new LogPull.Next());
      }
    }

    private void received(Object message) {
      switch (message) {
        case LogChunk.Opened(ActorRef<LogPull> from) -> {
          source = from;
          if (self != null) {
            self.watch(Adapter.toClassic(from));
          }
          opened.complete(null);
          if (isAvailable(out)) {
            ask();
          }
        }
        case LogChunk.Lines(List<LogChunk.Line> lines) -> {
          asked = false;
          if (isAvailable(out)) {
            push(out, lines);
          }
        }
        case LogChunk.End() -> complete(out);
        case LogChunk.Failed(String why) -> failed(why);
        case akka.actor.Terminated _ -> complete(out);
        default -> {}
      }
    }

    private void failed(String why) {
      Unreadable failure = new Unreadable(why);
      opened.completeExceptionally(failure);
      fail(out, failure);
    }

    @Override
    public void postStop() {
      opened.completeExceptionally(new Unreadable("the log was closed"));
      if (source != null) {
        source.tell(new LogPull.Close());
      }
    }
  }
}

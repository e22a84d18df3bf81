package io.troupe.http.watch;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Json;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.frame.Route.Answer;
import io.troupe.http.frame.Route.Shape;
import io.troupe.http.history.EventView;
import io.troupe.http.history.HistoryRoutes;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The log as it grows.
public final class WatchRoutes {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final Duration PING = Duration.ofSeconds(15);
  private static final ByteString PING_TEXT = ByteString.fromString(": ping\n\n");

  private final EventLog log;
  private final Codecs codecs;

  private WatchRoutes(EventLog log, Codecs codecs) {
    this.log = log;
    this.codecs = codecs;
  }

  public static List<Route> of(EventLog log, Codecs codecs) {
    WatchRoutes routes = new WatchRoutes(log, codecs);
    return List.of(
        HistoryRoutes.filtered(Route.get("/v2/watch", routes::watch))
            .summary("Events as they happen, as server-sent events")
            .query("after", "integer", "begin after this revision; else with the present")
            .header("Last-Event-ID", "the last revision seen, as `after`")
            .answers(new Answer(String.class, Shape.ONE, EVENT_STREAM))
            .error(400, "A parameter is wrong"));
  }

  private Result watch(Call call) {
    Filter filter = Filter.of(call, codecs.vocabulary());
    long after = after(call);
    Source<ByteString, NotUsed> content =
        Source.single(ByteString.fromString(": after " + after + "\n\n"))
            .concat(Feed.of(log, after, filter).map(this::frame))
            .keepAlive(PING, () -> PING_TEXT);
    return new Result.Stream(EVENT_STREAM, content);
  }

  private long after(Call call) {
    Optional<Long> resumed =
        call.header("Last-Event-ID")
            .map(id -> {
              try {
                return Long.valueOf(id.strip());
              } catch (NumberFormatException e) {
                throw ApiError.badParameter(
                    "Last-Event-ID", "`" + id + "` is no revision; send the id of an event");
              }
            });
    long after = resumed.or(() -> call.number("after")).orElseGet(log::head);
    if (after < 0) {
      throw ApiError.badParameter("after", "revisions count from 0, the empty log");
    }
    return after;
  }

  private ByteString frame(LogEntry entry) {
    EventView view = EventView.of(entry, codecs);
    return ByteString.fromString(
        "id: %d\nevent: %s\ndata: %s\n\n".formatted(view.revision(), view.type(), Json.text(view)));
  }
}

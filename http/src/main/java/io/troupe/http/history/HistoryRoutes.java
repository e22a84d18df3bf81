package io.troupe.http.history;

import com.fasterxml.jackson.databind.util.RawValue;
import io.troupe.actors.Deciders;
import io.troupe.core.EventId;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.history.EventView.ResourceView;
import io.troupe.http.resource.Moment;
import io.troupe.http.resource.Naming;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Questions to the log.
public final class HistoryRoutes {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_EVENTS = 10_000;
  private static final int LONGEST_CHAIN = 500;
  private static final int RECENT = 100;
  private static final String MISSING = "Nothing was ever recorded of such a resource";

  private final EventLog log;
  private final Codecs codecs;

  /// What the audit found.
  ///
  /// @param head the newest revision of the log
  public record AuditView(long head, List<EventView> events) {}

  /// All events of a resource, oldest first.
  public record HistoryView(ResourceView resource, List<EventView> events) {}

  /// All events of a resource with what each made of it.
  public record ReplayView(ResourceView resource, List<StepView> steps) {}

  /// An event, and the resource's state after it.
  public record StepView(EventView event, Object state) {}

  /// An event and what led to it, newest first.
  public record WhyView(ResourceView resource, List<EventView> chain) {}

  private HistoryRoutes(EventLog log, Codecs codecs) {
    this.log = log;
    this.codecs = codecs;
  }

  public static List<Route> of(EventLog log, Codecs codecs) {
    HistoryRoutes routes = new HistoryRoutes(log, codecs);
    return List.of(
        routes.audit(),
        Route.get("/v2/history/{kind}/{link}", routes::history)
            .summary("All events of one resource, oldest first")
            .answers(HistoryView.class)
            .error(404, MISSING),
        Route.get("/v2/replay/{kind}/{link}", routes::replay)
            .summary("All events of one resource, each with the state after it")
            .query("at", "string", "only up to a revision of the log, or an RFC 3339 time")
            .answers(ReplayView.class)
            .error(404, MISSING),
        Route.get("/v2/why/{kind}/{link}", routes::why)
            .summary("The events that led to how a resource is, back to the first cause")
            .query("seq", "integer", "begin at this event of the resource")
            .answers(WhyView.class)
            .error(404, MISSING));
  }

  private Route audit() {
    return filtered(Route.get("/v2/events", this::events))
        .summary("The audit: events of all resources")
        .query("from", "string", "not before this RFC 3339 time")
        .query("to", "string", "not after this RFC 3339 time")
        .query("after", "integer", "after this revision")
        .query("before", "integer", "before this revision")
        .query("limit", "integer", "at most so many, 100 unless given, 10000 at the most")
        .query("order", "string", "oldest or newest (unless given) first")
        .answers(AuditView.class)
        .error(400, "A parameter is wrong");
  }

  /// The parameters that choose events.
  public static Route filtered(Route route) {
    return route
        .query("kind", "string", "only resources of this kind")
        .query("namespace", "string", "only resources of this namespace")
        .query("link", "string", "only the resource with this self-link")
        .query("name", "string", "only resources with this name")
        .query("principal", "string", "only what this principal began")
        .query("request", "string", "only what this request began")
        .query("type", "string", "only events of this type, as pod.PodAssigned");
  }

  private Result events(Call call) {
    long limit = call.number("limit").orElse((long) DEFAULT_LIMIT);
    if (limit < 1 || limit > MOST_EVENTS) {
      throw ApiError.badParameter("limit", "a limit is a number from 1 to " + MOST_EVENTS);
    }
    AuditQuery query =
        AuditQuery.newest()
            .kind(Naming.queried(call).orElse(null))
            .namespace(call.query("namespace").orElse(null))
            .link(call.query("link").map(link -> link.replace('/', ':')).orElse(null))
            .name(call.query("name").orElse(null))
            .principal(call.query("principal").orElse(null))
            .request(call.query("request").orElse(null))
            .type(call.query("type").orElse(null))
            .between(time(call, "from").orElse(null), time(call, "to").orElse(null))
            .revisions(
                call.number("after").map(after -> after + 1).orElse(1L),
                call.number("before").map(before -> before - 1).orElse(Long.MAX_VALUE))
            .limit((int) limit)
            .order(order(call));
    long head = log.head();
    return Result.ok(new AuditView(head, views(log.audit(query))));
  }

  private static AuditQuery.Order order(Call call) {
    return switch (call.query("order").orElse("newest")) {
      case "newest" -> AuditQuery.Order.NEWEST_FIRST;
      case "oldest" -> AuditQuery.Order.OLDEST_FIRST;
      default -> throw ApiError.badParameter("order", "the order is oldest or newest");
    };
  }

  private static Optional<Instant> time(Call call, String name) {
    return call.query(name)
        .map(text -> {
          try {
            return Instant.parse(text);
          } catch (DateTimeParseException e) {
            throw ApiError.badParameter(
                name, "`%s=%s` is no time; write 2026-11-22T16:05:00Z".formatted(name, text));
          }
        });
  }

  private List<EventView> views(List<LogEntry> entries) {
    return entries.stream().map(entry -> EventView.of(entry, codecs)).toList();
  }

  private Result history(Call call) {
    Ref resource = Naming.resource(call);
    List<LogEntry> events = log.events(resource, 1, Long.MAX_VALUE);
    requireSome(resource, events);
    return Result.ok(new HistoryView(ResourceView.of(resource), views(events)));
  }

  private static void requireSome(Ref resource, List<LogEntry> events) {
    if (events.isEmpty()) {
      throw ApiError.notFound(
          resource.kind(),
          "nothing is recorded of %s `%s`%s"
              .formatted(resource.kind().label(), resource.link(), "; check the link"));
    }
  }

  private Result replay(Call call) {
    Ref resource = Naming.resource(call);
    List<LogEntry> events =
        call.query("at")
            .map(at -> Moment.parse(at).events(log, resource))
            .orElseGet(() -> log.events(resource, 1, Long.MAX_VALUE));
    requireSome(resource, events);
    List<StepView> steps = new ArrayList<>();
    State state = Deciders.empty(resource.kind());
    for (LogEntry entry : events) {
      state =
          Deciders.apply(resource.kind(), state, entry.recorded().event(), entry.recorded().at());
      steps.add(new StepView(EventView.of(entry, codecs), raw(state)));
    }
    return Result.ok(new ReplayView(ResourceView.of(resource), steps));
  }

  private RawValue raw(State state) {
    return new RawValue(
        new String(codecs.json().write(state, State.class), StandardCharsets.UTF_8));
  }

  private Result why(Call call) {
    Ref resource = Naming.resource(call);
    LogEntry start = start(resource, call.number("seq"));
    List<LogEntry> chain = new ArrayList<>();
    Optional<LogEntry> next = Optional.of(start);
    while (next.isPresent() && chain.size() < LONGEST_CHAIN) {
      chain.add(next.get());
      EventId parent = next.get().recorded().cause().parent();
      next = parent == null ? Optional.empty() : log.find(parent);
    }
    return Result.ok(new WhyView(ResourceView.of(resource), views(chain)));
  }

  private LogEntry start(Ref resource, Optional<Long> seq) {
    if (seq.isPresent()) {
      return Optional.of(seq.get())
          .filter(number -> number >= 1)
          .flatMap(number -> log.find(new EventId(resource, number)))
          .orElseThrow(() ->
              ApiError.notFound(
                  resource.kind(),
                  "%s `%s` has no event %d"
                      .formatted(resource.kind().label(), resource.link(), seq.get())));
    }
    List<LogEntry> recent =
        log.audit(AuditQuery.newest().kind(resource.kind()).link(resource.link()).limit(RECENT));
    requireSome(resource, recent);
    return recent.stream()
        .filter(entry -> !Telling.isBookkeeping(entry.recorded().event()))
        .findFirst()
        .orElse(recent.getFirst());
  }
}

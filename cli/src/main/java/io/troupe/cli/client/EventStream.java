package io.troupe.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The server's events as they happen, from a revision on. A lost connection is opened again where
/// it broke off, so no event is missed. A server on Cassandra begins a little before that; what has
/// come already falls away here, so none comes twice.
///
/// A thread of its own reads; whoever takes events waits no longer than it wants to.
public final class EventStream implements AutoCloseable {
  /// Three of the server's pings.
  private static final int SILENCE_MILLIS = 45_000;

  private static final long RETRY_MILLIS = 500;
  private static final int BUFFERED = 1_024;
  private static final int REMEMBERED = 10_000;

  private final Client client;
  private final String query;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(BUFFERED);
  private final Thread reader;
  private volatile boolean closed;
  private final Set<String> recent =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private long after;

  private EventStream(Client client, String query, long after) {
    this.client = client;
    this.query = query;
    this.after = after;
    this.reader = Thread.ofPlatform().daemon().name("events").unstarted(this::read);
  }

  /// Starts reading.
  ///
  /// @param query filters of the route, `kind=pod&namespace=demo`, or empty
  /// @param after the revision after which to begin
  public static EventStream open(Client client, String query, long after) {
    EventStream stream = new EventStream(client, query, after);
    stream.reader.start();
    return stream;
  }

  /// The next event, or nothing when none came in time.
  ///
  /// @throws Failure when the server cannot be reached any more, or refuses
  public Optional<JsonNode> next(Duration patience) {
    try {
      Item item = items.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
      if (item == null) {
        return Optional.empty();
      }
      if (item.failure() != null) {
        throw item.failure();
      }
      return Optional.ofNullable(item.event());
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
  }

  private void read() {
    int attempts = 0;
    try {
      while (!closed) {
        long before = after;
        try {
          readOnce();
        } catch (Failure failure) {
          attempts = after > before ? 0 : attempts + 1;
          if (failure.exit() != Exit.UNREACHABLE || attempts > 10) {
            items.put(new Item(null, failure));
            return;
          }
        }
        Thread.sleep(RETRY_MILLIS);
      }
    } catch (InterruptedException ended) {
      // closed
    }
  }

  private void readOnce() throws InterruptedException {
    String path = "/v2/watch?after=" + after + (query.isEmpty() ? "" : "&" + query);
    try (var in = client.stream(path, "text/event-stream", SILENCE_MILLIS);
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
        if (line.isEmpty()) {
          deliver(data);
        } else if (line.startsWith("data:")) {
          data.append(line, line.startsWith("data: ") ? 6 : 5, line.length()).append('\n');
        }
      }
    } catch (IOException broken) {
      // the connection broke off: read() opens it again after the last event that came
    }
  }

  private void deliver(StringBuilder data) throws InterruptedException {
    if (data.isEmpty()) {
      return;
    }
    JsonNode event = Json.parse(data.toString(), "an event");
    data.setLength(0);
    after = Math.max(after, event.path("revision").asLong());
    if (recent.add(id(event))) {
      items.put(new Item(event, null));
    }
  }

  /// What tells one event from all others: its resource, and its number there.
  public static String id(JsonNode event) {
    return Json.text(event, "resource.kind")
        + "|"
        + Json.text(event, "resource.self_link")
        + "#"
        + Json.text(event, "seq");
  }

  private record Item(@Nullable JsonNode event, @Nullable Failure failure) {}
}

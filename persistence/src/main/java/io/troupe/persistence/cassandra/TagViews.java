package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The plugin's table of tagged events, which is in order of time within a tag and an hour. The
/// time is that of the write; the instant of an event lies shortly before it.
final class TagViews {
  /// How far the time of a write and the instant of its event may be apart, waiting and different
  /// clocks included.
  static final Duration SLACK = Duration.ofSeconds(30);

  /// How far an event's instant may lie after the time of its write, by clocks.
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final long BUCKET = Duration.ofHours(1).toMillis();
  private static final String COLUMNS =
      "SELECT persistence_id, sequence_nr, timestamp, ser_id, ser_manifest, event";
  private static final String FROM =
      " FROM KS.tag_views WHERE tag_name = ? AND timebucket = ? AND timestamp >= ?"
          + " AND timestamp <= ?";
  private static final String OLDEST = COLUMNS + FROM;
  private static final String NEWEST = COLUMNS + FROM + " ORDER BY timestamp DESC";
  private static final String NUMBERS = "SELECT persistence_id, sequence_nr" + FROM;
  private static final String BUCKETS = "SELECT DISTINCT tag_name, timebucket FROM KS.tag_views";

  private final Cql cql;
  private final Payloads payloads;
  private final int tags;

  TagViews(Cql cql, Payloads payloads, int tags) {
    this.cql = cql;
    this.payloads = payloads;
    this.tags = tags;
  }

  /// The tag of a resource's events.
  String tag(Ref resource) {
    return tag(Math.floorMod(resource.toString().hashCode(), tags));
  }

  private static String tag(int number) {
    return "troupe-" + number;
  }

  /// The bucket that a write at this time belongs to.
  static long bucket(long millis) {
    return Math.floorDiv(millis, BUCKET) * BUCKET;
  }

  /// Tells the place of every event that was written between two times, in no order.
  void places(long fromMillis, long toMillis, BiConsumer<Ref, Long> consumer) {
    for (long bucket = bucket(fromMillis); bucket <= toMillis; bucket += BUCKET) {
      for (int tag = 0; tag < tags; tag++) {
        for (Row row : cql.run(NUMBERS, values(tag, bucket, fromMillis, toMillis))) {
          Ref resource = Payloads.resource(row.getString(0));
          if (resource != null) {
            consumer.accept(resource, row.getLong(1));
          }
        }
      }
    }
  }

  private static Object[] values(int tag, long bucket, long fromMillis, long toMillis) {
    return new Object[] {tag(tag), bucket, Uuids.startOf(fromMillis), Uuids.endOf(toMillis)};
  }

  /// Hands on all events with revisions from one to another in order, oldest first.
  ///
  /// @param more asked with each; when it says no, that was the last
  void oldestFirst(long fromRevision, long toRevision, Predicate<LogEntry> more) {
    scan(fromRevision, toRevision, true, more);
  }

  /// The same, newest first.
  void newestFirst(long fromRevision, long toRevision, Predicate<LogEntry> more) {
    scan(fromRevision, toRevision, false, more);
  }

  private void scan(long from, long to, boolean ascending, Predicate<LogEntry> more) {
    long slack = SLACK.toMillis();
    long first = Math.max(0, from / 1000 - slack);
    long last = Math.min(System.currentTimeMillis() + slack, to / 1000 + slack);
    Comparator<LogEntry> order = ascending ? Revisions.ORDER : Revisions.ORDER.reversed();
    PriorityQueue<LogEntry> held = new PriorityQueue<>(order);
    for (long bucket : buckets(first, last, ascending)) {
      Merge rows = new Merge(bucket, first, last, ascending);
      while (rows.hasNext()) {
        long written = rows.millis();
        while (!held.isEmpty() && isSettled(held.peek(), written, ascending)) {
          if (!more.test(held.remove())) {
            return;
          }
        }
        LogEntry entry = rows.next();
        if (entry.revision() >= from && entry.revision() <= to) {
          held.add(entry);
        }
      }
    }
    while (!held.isEmpty() && more.test(held.remove())) {}
  }

  /// Whether nothing that comes before the entry can still be read.
  private static boolean isSettled(LogEntry entry, long writtenMillis, boolean ascending) {
    long behind = writtenMillis - entry.revision() / 1000;
    return ascending ? behind > SLACK.toMillis() : -behind > SKEW.toMillis();
  }

  /// The hours in which anything was written.
  private Iterable<Long> buckets(long firstMillis, long lastMillis, boolean ascending) {
    TreeSet<Long> found = new TreeSet<>();
    if ((lastMillis - firstMillis) / BUCKET < 48) {
      for (long bucket = bucket(firstMillis); bucket <= lastMillis; bucket += BUCKET) {
        found.add(bucket);
      }
    } else {
      for (Row row : cql.run(BUCKETS)) {
        long bucket = row.getLong(1);
        if (bucket >= bucket(firstMillis) && bucket <= lastMillis) {
          found.add(bucket);
        }
      }
    }
    return ascending ? found : found.descendingSet();
  }

  /// The rows of all tags of one hour in order of their time.
  private final class Merge {
    private record Head(Row row, Iterator<Row> rest) {
      UUID time() {
        return Objects.requireNonNull(row.getUuid("timestamp"));
      }
    }

    private final PriorityQueue<Head> heads;

    Merge(long bucket, long fromMillis, long toMillis, boolean ascending) {
      Comparator<Head> byTime = Comparator.comparingLong(head -> head.time().timestamp());
      heads = new PriorityQueue<>(ascending ? byTime : byTime.reversed());
      IntStream.range(0, tags)
          .forEach(tag ->
              push(
                  cql.run(ascending ? OLDEST : NEWEST, values(tag, bucket, fromMillis, toMillis))
                      .iterator()));
    }

    private void push(Iterator<Row> rows) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (Payloads.resource(row.getString("persistence_id")) != null) {
          heads.add(new Head(row, rows));
          return;
        }
      }
    }

    boolean hasNext() {
      return !heads.isEmpty();
    }

    long millis() {
      return Uuids.unixTimestamp(Objects.requireNonNull(heads.peek()).time());
    }

    LogEntry next() {
      Head head = heads.remove();
      push(head.rest());
      Row row = head.row();
      Ref resource = Ref.parse(Objects.requireNonNull(row.getString("persistence_id")));
      return Revisions.entry(
          new EventId(resource, row.getLong("sequence_nr")),
          (Recorded<?>) payloads.read(row, "event"));
    }
  }
}

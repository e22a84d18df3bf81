package io.troupe.simulator.world;

import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import io.troupe.simulator.check.Violation;
import io.troupe.simulator.engine.Chance;
import io.troupe.simulator.engine.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The journal of the cluster: it may be slow, refuse writes, or store them and say that it has
/// not. What it has acknowledged it keeps.
public final class Journal {
  private static final long FAST_NANOS = 200_000;
  private static final long SPREAD_NANOS = 2_000_000;

  private final Timeline timeline;
  private final long seed;
  private final Map<Ref, List<Recorded<? extends Event>>> logs = new TreeMap<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private final List<Consumer<LogEntry>> readers = new ArrayList<>();
  private final Map<Ref, Write> underWay = new LinkedHashMap<>();
  private long writes;
  private long slowNanos;
  private Mood mood = Mood.GOOD;

  /// How the journal treats writes.
  public enum Mood {
    GOOD,
    /// Nothing is stored.
    REFUSING,
    /// All is stored, and some writers are told that it is not.
    DOUBTFUL
  }

  /// Told what became of a write.
  public interface Writer {
    void stored();

    void failed();
  }

  private record Write(
      Ref resource,
      long after,
      List<? extends Recorded<? extends Event>> events,
      Timeline.Step step) {}

  Journal(Timeline timeline, long seed) {
    this.timeline = timeline;
    this.seed = seed;
  }

  public void mood(Mood next) {
    mood = next;
  }

  /// Makes every write take so much longer.
  public void slow(long nanos) {
    slowNanos = nanos;
  }

  /// Told each event in order when it is stored.
  void read(Consumer<LogEntry> reader) {
    readers.add(reader);
  }

  /// Stores events after so many others of the resource, later.
  void write(
      Ref resource, long after, List<? extends Recorded<? extends Event>> events, Writer writer) {
    long chance = Chance.nth(Chance.of(seed, "journal"), writes++);
    long delay = FAST_NANOS + (long) (Chance.unit(chance) * SPREAD_NANOS);
    delay += (long) (Chance.unit(Chance.nth(chance, 1)) * slowNanos);
    Timeline.Step step =
        timeline.in(
            delay,
            () -> {
              underWay.remove(resource);
              complete(resource, after, events, writer, Chance.nth(chance, 2));
            });
    underWay.put(resource, new Write(resource, after, events, step));
  }

  private void complete(
      Ref resource,
      long after,
      List<? extends Recorded<? extends Event>> events,
      Writer writer,
      long chance) {
    switch (mood) {
      case GOOD -> {
        store(resource, after, events);
        writer.stored();
      }
      case REFUSING -> writer.failed();
      case DOUBTFUL -> {
        store(resource, after, events);
        if (Chance.unit(chance) < 0.5) {
          writer.failed();
        } else {
          writer.stored();
        }
      }
    }
  }

  private void store(Ref resource, long after, List<? extends Recorded<? extends Event>> events) {
    List<Recorded<? extends Event>> log = logs.computeIfAbsent(resource, _ -> new ArrayList<>());
    if (log.size() != after) {
      throw new Violation(
          "one-writer",
          "%s has %d events, and somebody stores number %d"
              .formatted(resource, log.size(), after + 1));
    }
    for (Recorded<? extends Event> event : events) {
      log.add(event);
      LogEntry entry = new LogEntry(entries.size() + 1L, new EventId(resource, log.size()), event);
      entries.add(entry);
      readers.forEach(reader -> reader.accept(entry));
    }
  }

  /// A writer has ended: its write that is under way is stored or not, but no later than now.
  void settle(Ref resource) {
    Write write = underWay.remove(resource);
    if (write != null) {
      write.step.cancel();
      if (mood != Mood.REFUSING
          && Chance.unit(Chance.of(seed, "settle " + writes + resource)) < 0.5) {
        store(resource, write.after, write.events);
      }
    }
  }

  /// All events of a resource.
  public List<Recorded<? extends Event>> log(Ref resource) {
    return logs.getOrDefault(resource, List.of());
  }

  /// All events in order.
  public List<LogEntry> entries() {
    return entries;
  }

  /// All resources that have events.
  public Iterable<Ref> resources() {
    return logs.keySet();
  }

  public long head() {
    return entries.size();
  }
}

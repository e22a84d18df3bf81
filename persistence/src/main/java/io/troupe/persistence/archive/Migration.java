package io.troupe.persistence.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Fills an empty storage with everything another one holds, and then reads both to see that they
/// hold the same. One that was interrupted is begun again from the start, which changes nothing
/// that is stored already.
public final class Migration {
  private static final int BATCH = 500;
  private static final int NEWS_EVERY = 10_000;

  private final Archive from;
  private final Archive to;
  private final Consumer<String> news;

  /// What was moved.
  public record Moved(Tally events, Tally snapshots) {}

  /// It cannot be done, or has not worked; the message says what to do.
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /// @param news told how far it is
  public Migration(Archive from, Archive to, Consumer<String> news) {
    this.from = from;
    this.to = to;
    this.news = news;
  }

  /// Moves everything.
  ///
  /// @throws Refused when the source is unfinished, the target is not empty, or both differ in the
  ///   end
  public Moved run() {
    if (from.isUnfinished()) {
      throw new Refused(from.name() + " was not filled completely; migrate into it again first");
    }
    if (!to.isUnfinished() && !to.isEmpty()) {
      throw new Refused(
          to.name() + " is not empty; nothing was changed. Migrate into an empty one");
    }
    to.begin();
    copy();
    Moved source = tally(from);
    Moved target = tally(to);
    news.accept("  events in %s: %s".formatted(from.name(), source.events()));
    news.accept("  events in %s: %s".formatted(to.name(), target.events()));
    news.accept("  snapshots in %s: %s".formatted(from.name(), source.snapshots()));
    news.accept("  snapshots in %s: %s".formatted(to.name(), target.snapshots()));
    if (!source.equals(target)) {
      throw new Refused(
          "%s and %s differ: was the source written to meanwhile? Stop Troupe, and begin again"
              .formatted(from.name(), to.name()));
    }
    to.finish();
    return target;
  }

  private void copy() {
    Batches<StoredItem.StoredEvent> events = new Batches<>(to::storeEvents);
    from.events(event -> {
      events.add(event);
      if (events.count % NEWS_EVERY == 0) {
        news.accept("  " + events.count + " events");
      }
    });
    events.flush();
    Batches<StoredItem.StoredSnapshot> snapshots = new Batches<>(to::storeSnapshots);
    from.snapshots(snapshots::add);
    snapshots.flush();
  }

  private static Moved tally(Archive archive) {
    Tally[] tallies = {Tally.NOTHING, Tally.NOTHING};
    archive.events(event -> tallies[0] = tallies[0].with(event));
    archive.snapshots(snapshot -> tallies[1] = tallies[1].with(snapshot));
    return new Moved(tallies[0], tallies[1]);
  }

  private static final class Batches<T> {
    private final Consumer<List<T>> sink;
    private final List<T> waiting = new ArrayList<>();
    private long count;

    Batches(Consumer<List<T>> sink) {
      this.sink = sink;
    }

    void add(T item) {
      waiting.add(item);
      count++;
      if (waiting.size() == BATCH) {
        flush();
      }
    }

    void flush() {
      if (!waiting.isEmpty()) {
        sink.accept(List.copyOf(waiting));
        waiting.clear();
      }
    }
  }
}

package io.troupe.persistence.cassandra;

import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one complete stream of what all members publish, each resource in its own order. What is
/// doubled falls away; what is missing, because a number was passed over or because the tables hold
/// more than was told, is read from the journal. One thread of its own does it all.
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /// The journal, read by resource.
  interface Journal {
    List<LogEntry> events(Ref resource, long fromSeq, long toSeq);
  }

  /// What comes in.
  private sealed interface Input {
    /// A member has stored something.
    record Told(Published.Stored stored) implements Input {}

    /// The tables hold an event with this number.
    record Seen(Ref resource, long seq) implements Input {}

    /// What was read from the journal; empty when it could not be read.
    record Filled(Ref resource, List<LogEntry> entries) implements Input {}

    /// It is time to read what is missing of a resource.
    record Due(Ref resource) implements Input {}

    enum Stop implements Input {
      INSTANCE
    }
  }

  /// How far one resource has come.
  private static final class Track {
    private final boolean known;
    private final List<Published.Stored> early = new ArrayList<>();
    private long seq;
    private long wanted;
    private boolean filling;

    private Track(boolean known, long seq) {
      this.known = known;
      this.seq = seq;
    }
  }

  private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private final Map<Ref, Track> tracks = new HashMap<>();
  private final Journal journal;
  private final Ring ring;
  private final Duration fillDelay;
  private final long horizon;
  private final ScheduledExecutorService timer;
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong filled = new AtomicLong();

  /// @param horizon of a resource that nothing is known of, what is older is no news
  Feed(
      Journal journal,
      Ring ring,
      Duration fillDelay,
      long horizon,
      ScheduledExecutorService timer) {
    this.journal = journal;
    this.ring = ring;
    this.fillDelay = fillDelay;
    this.horizon = horizon;
    this.timer = timer;
  }

  /// Notes how far a resource had come when a view was built from the tables. Before [#start()].
  void known(Ref resource, long seq, long revision) {
    tracks.put(resource, new Track(true, seq));
    head.accumulateAndGet(revision, Math::max);
  }

  void start() {
    Thread.ofPlatform().daemon().name("troupe-feed").start(this::run);
  }

  /// Takes what a member has stored.
  void told(Published published) {
    published.stored().forEach(stored -> inputs.add(new Input.Told(stored)));
  }

  /// Takes notice of an event that is stored; it is read unless it has come, or comes soon.
  void seen(Ref resource, long seq) {
    inputs.add(new Input.Seen(resource, seq));
  }

  /// The newest revision of all that has come.
  long head() {
    return head.get();
  }

  /// How many events had to be read since nobody told them.
  long filled() {
    return filled.get();
  }

  private void run() {
    try {
      while (true) {
        switch (inputs.take()) {
          case Input.Told(Published.Stored stored) -> told(stored);
          case Input.Seen(Ref resource, long seq) -> {
            Track track = track(resource);
            track.wanted = Math.max(track.wanted, seq);
            fillIfMissing(resource, track, fillDelay);
          }
          case Input.Due(Ref resource) -> due(resource);
          case Input.Filled(Ref resource, List<LogEntry> entries) -> filled(resource, entries);
          case Input.Stop _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Track track(Ref resource) {
    return tracks.computeIfAbsent(resource, _ -> new Track(false, 0));
  }

  private void told(Published.Stored stored) {
    Track track = track(stored.resource());
    if (stored.last() <= track.seq) {
      return;
    }
    if (stored.first() > track.seq + 1) {
      track.early.add(stored);
      fillIfMissing(stored.resource(), track, fillDelay);
      return;
    }
    for (int i = 0; i < stored.events().size(); i++) {
      take(track, stored.entry(i));
    }
    takeEarly(track);
  }

  private void takeEarly(Track track) {
    boolean moved = !track.early.isEmpty();
    while (moved) {
      moved = false;
      for (Published.Stored stored : List.copyOf(track.early)) {
        if (stored.first() <= track.seq + 1) {
          for (int i = 0; i < stored.events().size(); i++) {
            take(track, stored.entry(i));
          }
          track.early.remove(stored);
          moved = true;
        }
      }
    }
  }

  /// Hands an event on when it is the resource's next.
  private void take(Track track, LogEntry entry) {
    if (entry.id().seq() == track.seq + 1) {
      track.seq++;
      if (track.known || entry.revision() > horizon) {
        head.accumulateAndGet(entry.revision(), Math::max);
        ring.add(entry);
      }
    }
  }

  private void fillIfMissing(Ref resource, Track track, Duration delay) {
    if (!track.filling && isMissing(track)) {
      track.filling = true;
      later(new Input.Due(resource), delay);
    }
  }

  private static boolean isMissing(Track track) {
    return track.seq < track.wanted || !track.early.isEmpty();
  }

  private void later(Input input, Duration delay) {
    var _ = timer.schedule(() -> inputs.add(input), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Reads what is missing, unless it has come meanwhile.
  private void due(Ref resource) {
    Track track = track(resource);
    if (!isMissing(track)) {
      track.filling = false;
      return;
    }
    long from = track.seq + 1;
    Thread.startVirtualThread(() -> {
      List<LogEntry> entries = List.of();
      try {
        entries = journal.events(resource, from, Long.MAX_VALUE);
      } catch (StorageUnavailable unreadable) {
        LOG.warn("The feed waits for {} from {}: {}", resource, from, unreadable.getMessage());
      }
      inputs.add(new Input.Filled(resource, entries));
    });
  }

  private void filled(Ref resource, List<LogEntry> entries) {
    Track track = track(resource);
    long before = track.seq;
    entries.forEach(entry -> take(track, entry));
    filled.addAndGet(track.seq - before);
    takeEarly(track);
    track.early.removeIf(stored -> stored.last() <= track.seq);
    track.filling = false;
    fillIfMissing(resource, track, RETRY);
  }

  @Override
  public void close() {
    inputs.add(Input.Stop.INSTANCE);
    ring.close();
  }
}

package io.troupe.actors.view;

import io.troupe.actors.Deciders;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.history.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The view over an event log: rebuilt from snapshots and newer events at the start, then fed with
/// each event as it is committed. A resource leaves it when it no longer exists and owes nobody
/// anything.
public final class LiveView implements View, AutoCloseable {
  /// An event as the view has taken it in, for those who keep their own index.
  ///
  /// @param state what it has made of the resource
  public record Change(LogEntry entry, State state) {}

  private static final int REMEMBERED_DEPARTURES = 50_000;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Kind, NavigableMap<String, Item>> items = new EnumMap<>(Kind.class);
  private final Map<Ref, Departure> departed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ref, Departure> eldest) {
          return size() > REMEMBERED_DEPARTURES;
        }
      };
  private final Map<Ref, List<Waiter>> waiters = new HashMap<>();
  private @Nullable Subscription subscription;
  private boolean rebuilt;
  private volatile long revision;

  /// What is remembered of a resource that has left.
  ///
  /// @param state what it goes on from when it comes back
  private record Departure(long seq, State state) {}

  private record Waiter(long seq, CompletableFuture<Void> done) {}

  private LiveView() {
    for (Kind kind : Kind.values()) {
      items.put(kind, new TreeMap<>());
    }
  }

  /// Rebuilds the view and keeps it fed. Returns when it shows everything that is in the log; waits
  /// for the disk meanwhile.
  ///
  /// @param listener told each change after the view shows it, in order, from one thread
  /// @param initial told every resource that exists or owes something at the start
  public static LiveView start(EventLog log, Consumer<Change> listener, Consumer<Item> initial) {
    LiveView view = new LiveView();
    long head = log.rebuild(view::restore, entry -> view.take(entry));
    view.finishRebuild(head);
    view.all().forEach(initial);
    view.subscription =
        log.subscribe(
            head,
            entry -> {
              if (view.isNew(entry)) {
                listener.accept(new Change(entry, view.take(entry)));
              }
            });
    return view;
  }

  private void restore(StoredState stored) {
    put(new Item(stored.resource(), stored.state(), stored.seq(), stored.revision()));
  }

  private void put(Item item) {
    map(item.resource().kind()).put(item.resource().link(), item);
  }

  private NavigableMap<String, Item> map(Kind kind) {
    NavigableMap<String, Item> map = items.get(kind);
    if (map == null) {
      throw new IllegalStateException("no map of " + kind);
    }
    return map;
  }

  /// A log without an order of all events may begin before what was read at the start.
  private boolean isNew(LogEntry entry) {
    Ref resource = entry.id().resource();
    lock.readLock().lock();
    try {
      @Nullable Item item = map(resource.kind()).get(resource.link());
      return entry.id().seq() > (item == null ? departedAt(resource) : item.seq());
    } finally {
      lock.readLock().unlock();
    }
  }

  private State take(LogEntry entry) {
    Ref resource = entry.id().resource();
    List<CompletableFuture<Void>> reached = List.of();
    State state;
    lock.writeLock().lock();
    try {
      @Nullable Item before = map(resource.kind()).get(resource.link());
      Instant at = entry.recorded().at();
      State old = before == null ? departure(resource) : before.state();
      state = Deciders.apply(resource.kind(), old, entry.recorded().event(), at);
      Item item = new Item(resource, state, entry.id().seq(), entry.revision());
      put(item);
      if (rebuilt) {
        dropIfDeparted(item);
      }
      revision = Math.max(revision, entry.revision());
      reached = reached(resource, entry.id().seq());
    } finally {
      lock.writeLock().unlock();
    }
    reached.forEach(done -> done.complete(null));
    return state;
  }

  private void finishRebuild(long head) {
    lock.writeLock().lock();
    try {
      revision = head;
      rebuilt = true;
      all().forEach(this::dropIfDeparted);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void dropIfDeparted(Item item) {
    Ref resource = item.resource();
    if (!Deciders.exists(resource.kind(), item.state())
        && Deciders.owed(resource, item.state()).isEmpty()) {
      map(resource.kind()).remove(resource.link());
      departed.put(resource, new Departure(item.seq(), remembered(item)));
    }
  }

  /// Services and nodes go on counting where they stopped; of all others nothing is left.
  private static State remembered(Item item) {
    Kind kind = item.resource().kind();
    return kind == Kind.SERVICE || kind == Kind.NODE ? item.state() : Deciders.empty(kind);
  }

  private State departure(Ref resource) {
    Departure departure = departed.remove(resource);
    return departure == null ? Deciders.empty(resource.kind()) : departure.state();
  }

  private List<CompletableFuture<Void>> reached(Ref resource, long seq) {
    List<Waiter> waiting = waiters.get(resource);
    if (waiting == null) {
      return List.of();
    }
    List<CompletableFuture<Void>> done = new ArrayList<>();
    waiting.removeIf(waiter -> {
      boolean there = waiter.seq() <= seq;
      if (there) {
        done.add(waiter.done());
      }
      return there;
    });
    if (waiting.isEmpty()) {
      waiters.remove(resource);
    }
    return done;
  }

  /// Every resource that exists or still owes something.
  public List<Item> all() {
    lock.readLock().lock();
    try {
      return items.values().stream().flatMap(map -> map.values().stream()).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public Optional<Item> find(Ref resource) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(map(resource.kind()).get(resource.link()))
          .filter(item -> Deciders.exists(resource.kind(), item.state()));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public List<Item> list(Kind kind, String scope) {
    lock.readLock().lock();
    try {
      NavigableMap<String, Item> all = map(kind);
      List<Item> found = new ArrayList<>();
      if (scope.isEmpty()) {
        found.addAll(all.values());
      } else {
        Optional.ofNullable(all.get(scope)).ifPresent(found::add);
        // ';' is the character after ':'
        found.addAll(all.subMap(scope + ":", true, scope + ";", false).values());
      }
      found.removeIf(item -> !Deciders.exists(kind, item.state()));
      return found;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public CompletionStage<Void> reached(EventId event) {
    lock.writeLock().lock();
    try {
      Item item = map(event.resource().kind()).get(event.resource().link());
      long seen = item == null ? departedAt(event.resource()) : item.seq();
      if (seen >= event.seq()) {
        return CompletableFuture.completedStage(null);
      }
      CompletableFuture<Void> done = new CompletableFuture<>();
      waiters
          .computeIfAbsent(event.resource(), _ -> new ArrayList<>())
          .add(new Waiter(event.seq(), done));
      return done;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private long departedAt(Ref resource) {
    Departure departure = departed.get(resource);
    return departure == null ? 0 : departure.seq();
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}

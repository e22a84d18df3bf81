package io.troupe.simulator.engine;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Carries messages between places. Within a process they arrive as sent. Between processes they
/// may be lost, doubled, late and out of order, and links may be cut in either direction.
public final class Network {
  private static final long INSIDE_NANOS = 2_000;
  private static final long FASTEST_NANOS = 100_000;
  private static final long SPREAD_NANOS = 900_000;
  private static final long LATEST_NANOS = 6_000_000_000L;
  private static final long NOTICE_NANOS = 4_000_000_000L;

  private final Timeline timeline;
  private final long seed;
  private final Journalist journalist;
  private final Map<Key, Channel> channels = new HashMap<>();
  private final Map<Key, Lane> lanes = new HashMap<>();
  private final Set<String> asSent = new HashSet<>();
  private final Set<String> cuts = new HashSet<>();
  private final Map<String, Weather.Fate> fates = new LinkedHashMap<>();
  private final Address<Object> nobody;
  private long addresses;
  private Weather weather = Weather.CALM;
  private Timetable timetable = (_, _, _) -> {};
  private Predicate<Object> filter = _ -> true;
  private Predicate<Object> exposed = _ -> false;
  private Predicate<Object> ordered = _ -> false;

  /// Told when a message is to arrive, and where.
  public interface Timetable {
    void planned(Object message, Place to, long at);
  }

  /// Told what happens, for the written log.
  public interface Journalist {
    boolean listens();

    void note(String what);
  }

  private record Key(String from, String to, Class<?> type) {}

  private static final class Channel {
    private final String name;
    private final long base;
    private long count;

    Channel(String name, long base) {
      this.name = name;
      this.base = base;
    }
  }

  private static final class Lane {
    private long lastArrival;
  }

  public Network(Timeline timeline, long seed, Journalist journalist) {
    this.timeline = timeline;
    this.seed = seed;
    this.journalist = journalist;
    this.nobody = new Address<>(this, new Place("nowhere", timeline), "nobody", _ -> {});
  }

  /// The number of an address that is made now.
  long nextAddress() {
    return addresses++;
  }

  Timeline timeline() {
    return timeline;
  }

  /// Changes the weather for all messages from now on.
  public void weather(Weather next) {
    weather = next;
  }

  /// Messages that do not pass are lost.
  public void filter(Predicate<Object> pass) {
    filter = pass;
  }

  /// Has somebody told when messages are to arrive.
  public void timetable(Timetable told) {
    timetable = told;
  }

  /// What comes from there arrives in order, and once at the most.
  public void asSent(String from) {
    asSent.add(from);
  }

  /// Which messages meet the weather even within a process, and which never overtake each other.
  public void treat(Predicate<Object> asExposed, Predicate<Object> asOrdered) {
    exposed = asExposed;
    ordered = asOrdered;
  }

  /// What the weather has done so far, by channel and number.
  public Map<String, Weather.Fate> fates() {
    return fates;
  }

  /// Loses everything from one place to another.
  public void cut(String from, String to) {
    cuts.add(from + ">" + to);
  }

  public void heal(String from, String to) {
    cuts.remove(from + ">" + to);
  }

  public void healAll() {
    cuts.clear();
  }

  /// Whether messages pass from one place to another.
  public boolean passes(String from, String to) {
    return cuts.isEmpty() || from.equals(to) || !cuts.contains(from + ">" + to);
  }

  @SuppressWarnings("unchecked") // it hears nothing of any type
  <U> ActorRef<U> nobody() {
    return (ActorRef<U>) (ActorRef<?>) nobody;
  }

  void watch(Address<?> other, Place watcher, Runnable told) {
    boolean inside = other.place() == watcher;
    if (other.alive()) {
      other.onEnd(() -> timeline.in(inside ? INSIDE_NANOS : NOTICE_NANOS, watcher, told));
    } else {
      timeline.in(inside ? INSIDE_NANOS : FASTEST_NANOS, watcher, told);
    }
  }

  /// Sends from wherever the present step happens.
  <T> void send(Address<T> to, T message) {
    if (to.equals(nobody)) {
      return;
    }
    Place from = timeline.current();
    if (from == null || (from == to.place() && !exposed.test(message))) {
      timeline.in(INSIDE_NANOS, to.place(), () -> to.deliver(message));
    } else {
      carry(from.name(), to.place(), to.name(), message, () -> to.deliver(message));
    }
  }

  /// Hands over what stays within a process: it always arrives.
  public void hand(Place to, Runnable arrival) {
    timeline.in(INSIDE_NANOS, to, arrival);
  }

  /// Carries a message that may meet any weather to a place.
  public void carry(String from, Place to, String receiver, Object message, Runnable arrival) {
    Channel channel = channel(from, receiver, message.getClass());
    long number = channel.count++;
    long chance = Chance.nth(channel.base, number);
    Weather.@Nullable Fate fate = weather.fate(channel.name, number, chance);
    boolean inOrder = asSent.contains(from) || ordered.test(message);
    if (inOrder && fate == Weather.Fate.DOUBLED) {
      fate = null;
    }
    if (fate != null) {
      fates.put(channel.name + "#" + number, fate);
    }
    if (fate == Weather.Fate.LOST || !passes(from, to.name()) || !filter.test(message)) {
      if (journalist.listens()) {
        journalist.note("lost " + channel.name + "#" + number);
      }
      return;
    }
    long delay = FASTEST_NANOS + (long) (Chance.unit(Chance.nth(chance, 1)) * SPREAD_NANOS);
    if (fate == Weather.Fate.LATE) {
      delay += (long) (Chance.unit(Chance.nth(chance, 2)) * LATEST_NANOS);
    }
    long at = timeline.now() + delay;
    if (inOrder) {
      Lane lane = lanes.computeIfAbsent(new Key(from, receiver, Lane.class), _ -> new Lane());
      at = Math.max(at, lane.lastArrival + 1);
      lane.lastArrival = at;
    }
    timetable.planned(message, to, at);
    plan(at - timeline.now(), to, channel, number, arrival);
    if (fate == Weather.Fate.DOUBLED) {
      long again = (long) (Chance.unit(Chance.nth(chance, 3)) * LATEST_NANOS / 2);
      plan(at - timeline.now() + again, to, channel, number, arrival);
    }
  }

  private void plan(long delay, Place to, Channel channel, long number, Runnable arrival) {
    if (journalist.listens()) {
      timeline.in(
          delay,
          to,
          () -> {
            journalist.note(channel.name + "#" + number);
            arrival.run();
          });
    } else {
      timeline.in(delay, to, arrival);
    }
  }

  private Channel channel(String from, String to, Class<?> type) {
    return channels.computeIfAbsent(
        new Key(from, to, type),
        key -> {
          String name = key.from + ">" + key.to + ":" + key.type.getSimpleName();
          return new Channel(name, Chance.of(seed, name));
        });
  }
}

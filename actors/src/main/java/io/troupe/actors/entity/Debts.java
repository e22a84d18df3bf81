package io.troupe.actors.entity;

import io.troupe.core.Cause;
import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one resource owes right now: which messages are under way, since which cause, and when each
/// is to be sent again. Not thread-safe; lives in one actor.
final class Debts {
  static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(60);

  /// One message owed.
  static final class Debt {
    final Owed owed;
    final Cause cause;
    final long ticket;
    private int attempts;
    private long dueNanos;

    private Debt(Owed owed, Cause cause, long ticket) {
      this.owed = owed;
      this.cause = cause;
      this.ticket = ticket;
    }
  }

  /// Debts are the same when they go to the same receiver with the same type of command.
  private record Key(@Nullable Ref to, Class<?> type) {
    static Key of(Owed owed) {
      return switch (owed) {
        case Owed.Ask ask -> new Key(ask.to(), ask.command().getClass());
        case Owed.AfterDrain after -> new Key(after.to(), after.command().getClass());
        case Owed.Place place -> new Key(null, place.getClass());
      };
    }
  }

  private Map<Key, Debt> debts = new LinkedHashMap<>();
  private final Map<Long, Debt> byTicket = new LinkedHashMap<>();
  private long lastTicket;

  /// Takes over what the state now owes.
  ///
  /// @param cause what a new debt follows from
  /// @return the debts that are new and have to be sent
  List<Debt> settle(List<Owed> owed, Cause cause) {
    if (owed.isEmpty() && debts.isEmpty()) {
      return List.of();
    }
    List<Debt> fresh = new ArrayList<>();
    Map<Key, Debt> next = new LinkedHashMap<>();
    for (Owed one : owed) {
      Key key = Key.of(one);
      Debt known = debts.remove(key);
      if (known == null || !known.owed.equals(one)) {
        if (known != null) {
          byTicket.remove(known.ticket);
        }
        known = new Debt(one, cause, ++lastTicket);
        byTicket.put(known.ticket, known);
        fresh.add(known);
      }
      next.put(key, known);
    }
    debts.values().forEach(paid -> byTicket.remove(paid.ticket));
    debts = next;
    return fresh;
  }

  /// The debt that an answer belongs to, unless it has been paid meanwhile.
  Optional<Debt> of(long ticket) {
    return Optional.ofNullable(byTicket.get(ticket));
  }

  /// Whether a debt has not been paid meanwhile.
  boolean stands(Debt debt) {
    return byTicket.containsKey(debt.ticket);
  }

  /// Notes that a debt has been sent: it is due again after a back-off that doubles each time.
  void sent(Debt debt, long nowNanos) {
    long backOff = FIRST_RETRY.toNanos() << Math.min(debt.attempts, 10);
    debt.attempts++;
    debt.dueNanos = nowNanos + Math.min(backOff, LAST_RETRY.toNanos());
  }

  /// The debts that are due again.
  List<Debt> due(long nowNanos) {
    return debts.values().stream().filter(debt -> debt.dueNanos - nowNanos <= 0).toList();
  }

  /// How long until the next debt is due; empty when nothing is owed.
  Optional<Duration> nextDue(long nowNanos) {
    return debts.values().stream()
        .map(debt -> Math.max(0, debt.dueNanos - nowNanos))
        .min(Long::compare)
        .map(Duration::ofNanos);
  }

  boolean isEmpty() {
    return debts.isEmpty();
  }

  /// Forgets everything, as after a restart.
  void clear() {
    debts = new LinkedHashMap<>();
    byTicket.clear();
  }
}

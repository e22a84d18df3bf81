package io.troupe.simulator.check;

import io.troupe.actors.entity.Outcome;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Reply;
import io.troupe.core.service.ServiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What users were told, and whether it was true: an accepted command is stored before its answer,
/// and in the end each service is as the last accepted command on it says.
public final class Answers {
  /// How long after it was sent a command without an answer may still have come into effect.
  private static final long LATEST_NANOS = 30_000_000_000L;

  private final Map<Ref, List<Wish>> wishes = new TreeMap<>();

  /// A user's command that says what a service is to be.
  public static final class Wish {
    private final String request;
    private final boolean removal;
    private final long sent;
    private long answered = Long.MAX_VALUE;
    private boolean accepted;
    private boolean refused;

    private Wish(String request, boolean removal, long sent) {
      this.request = request;
      this.removal = removal;
      this.sent = sent;
    }

    private long latest() {
      return answered == Long.MAX_VALUE ? sent + LATEST_NANOS : answered;
    }
  }

  /// A user sends a wish; the service's description is to be the name of the request.
  public Wish sent(Ref service, String request, boolean removal, long now) {
    Wish wish = new Wish(request, removal, now);
    wishes.computeIfAbsent(service, _ -> new ArrayList<>()).add(wish);
    return wish;
  }

  /// A user has an answer.
  ///
  /// @param wish absent for commands that are no wish
  public void answered(
      Ref resource,
      @Nullable Wish wish,
      Outcome outcome,
      List<Recorded<? extends Event>> log,
      long now) {
    if (!(outcome instanceof Outcome.Decided decided)) {
      return;
    }
    if (decided.seq() > log.size()) {
      throw new Violation(
          "answered-is-stored",
          "%s answers at event %d, its log has %d".formatted(resource, decided.seq(), log.size()));
    }
    if (wish == null) {
      return;
    }
    wish.answered = now;
    wish.accepted = decided.reply() instanceof Reply.Accepted;
    wish.refused = decided.reply() instanceof Reply.Refused;
    if (wish.accepted && !wish.removal && !mentions(log, wish.request)) {
      throw new Violation(
          "answered-is-stored",
          resource + " accepts " + wish.request + " and has stored nothing of it");
    }
  }

  private static boolean mentions(List<Recorded<? extends Event>> log, String request) {
    for (int i = log.size() - 1; i >= 0; i--) {
      if (request.equals(log.get(i).cause().request())) {
        return true;
      }
    }
    return false;
  }

  /// At rest: each service is what the last word on it was.
  public void atRest(Ref service, State state, List<String> unmet) {
    List<Wish> all = wishes.getOrDefault(service, List.of());
    String now = state instanceof ServiceState.Active active ? active.spec().description() : "";
    long stands = Long.MIN_VALUE;
    for (Wish wish : all) {
      boolean says = wish.removal ? now.isEmpty() : now.equals(wish.request);
      if (says && !wish.refused) {
        stands = Math.max(stands, wish.latest());
      }
    }
    for (Wish wish : all) {
      boolean other = wish.removal ? !now.isEmpty() : !now.equals(wish.request);
      if (other && wish.accepted && wish.sent > stands) {
        unmet.add(
            "%s has accepted %s%s and is %s"
                .formatted(
                    service,
                    wish.request,
                    wish.removal ? " (remove)" : "",
                    now.isEmpty() ? "absent" : now));
      }
    }
  }
}

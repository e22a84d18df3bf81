package io.troupe.simulator.world;

import io.troupe.actors.session.SessionSettings;
import io.troupe.actors.session.ToSession;
import io.troupe.simulator.check.Violation;
import io.troupe.simulator.engine.Place;
import io.troupe.simulator.engine.Timeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Nobody is given up who has spoken: pods are only replaced for a silence that was long enough.
/// What has reached a member counts as heard, also when that member pauses and has not looked at
/// it; but not a late word of an agent that has ended meanwhile.
final class Liveness {
  private static final int REMEMBERED = 12;

  private final Timeline timeline;
  private final SessionSettings settings;
  private final Map<String, Deque<Word>> words = new HashMap<>();
  private final Map<String, Speaker> speakers = new HashMap<>();

  private record Word(Place to, long life, long at, Speaker by) {}

  /// A run of an agent.
  private record Speaker(Place place, long life) {
    boolean lives() {
      return place.up() && place.life() == life;
    }
  }

  Liveness(Timeline timeline, SessionSettings settings) {
    this.timeline = timeline;
    this.settings = settings;
  }

  void planned(Object message, Place to, long at) {
    if (message instanceof ToSession said) {
      Deque<Word> known = words.computeIfAbsent(said.node(), _ -> new ArrayDeque<>());
      known.addLast(new Word(to, to.life(), at, speaker(said)));
      if (known.size() > REMEMBERED) {
        known.removeFirst();
      }
    }
  }

  /// A member to which a word has come just now has not had the session any more.
  void passedOn(String node, Place by) {
    words
        .getOrDefault(node, new ArrayDeque<>())
        .removeIf(word -> word.to == by && word.at == timeline.now());
  }

  /// What an agent says first comes from its machine; later words may be passed on by members.
  private Speaker speaker(ToSession said) {
    return speakers.computeIfAbsent(
        incarnation(said),
        _ -> {
          Place from = Objects.requireNonNull(timeline.current());
          return new Speaker(from, from.life());
        });
  }

  private static String incarnation(ToSession said) {
    return switch (said) {
      case ToSession.Hello hello -> hello.incarnation();
      case ToSession.Heartbeat beat -> beat.incarnation();
      case ToSession.Report report -> report.incarnation();
      case ToSession.NetworkApplied applied -> applied.incarnation();
    };
  }

  /// A session says that its node is to be given up.
  void givenUp(String node) {
    long now = timeline.now();
    Place here = timeline.current();
    for (Word word : words.getOrDefault(node, new ArrayDeque<>())) {
      boolean reached =
          word.to == here
              && word.by.lives()
              && word.life == word.to.life()
              && word.at >= word.to.begun()
              && word.at <= now;
      if (reached && now - word.at < settings.offlineAfter().toNanos()) {
        throw new Violation(
            "given-up-too-early",
            "node %s is given up, it was heard %d ms ago"
                .formatted(node, (now - word.at) / 1_000_000));
      }
    }
  }
}

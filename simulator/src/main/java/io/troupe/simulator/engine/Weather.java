package io.troupe.simulator.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of single messages. It is either drawn by chance, and then written down, or exactly
/// what was written down before.
///
/// @param loss how many of a thousand messages are lost
/// @param doubling how many of a thousand arrive twice
/// @param lateness how many of a thousand arrive late, and out of order
public record Weather(int loss, int doubling, int lateness, @Nullable Map<String, Fate> only) {
  /// Nothing happens to any message.
  public static final Weather CALM = new Weather(0, 0, 0, Map.of());

  /// What befalls a message.
  public enum Fate {
    LOST,
    DOUBLED,
    LATE
  }

  /// By chance.
  public static Weather of(int loss, int doubling, int lateness) {
    return new Weather(loss, doubling, lateness, null);
  }

  /// What was written down, and nothing else.
  public Weather only(Map<String, Fate> fates) {
    return new Weather(loss, doubling, lateness, new LinkedHashMap<>(fates));
  }

  @Nullable Fate fate(String channel, long number, long chance) {
    if (only != null) {
      return only.isEmpty() ? null : only.get(channel + "#" + number);
    }
    int draw = (int) (Chance.unit(chance) * 1000);
    if (draw < loss) {
      return Fate.LOST;
    }
    if (draw < loss + doubling) {
      return Fate.DOUBLED;
    }
    return draw < loss + doubling + lateness ? Fate.LATE : null;
  }
}

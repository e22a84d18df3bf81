package io.troupe.actors.session;

import com.typesafe.config.Config;
import java.time.Duration;

/// When an agent counts as silent.
///
/// @param heartbeat how often an agent says that it is alive
/// @param suspectAfter silence after which its node takes no new pods
/// @param offlineAfter silence after which its pods are given up and replaced
public record SessionSettings(Duration heartbeat, Duration suspectAfter, Duration offlineAfter) {
  public SessionSettings {
    if (heartbeat.compareTo(suspectAfter) >= 0 || suspectAfter.compareTo(offlineAfter) >= 0) {
      throw new IllegalArgumentException(
          "troupe.liveness must have heartbeat < suspect-after < offline-after, not %s, %s, %s"
              .formatted(heartbeat, suspectAfter, offlineAfter));
    }
  }

  /// Reads `troupe.liveness`.
  public static SessionSettings from(Config config) {
    Config liveness = config.getConfig("troupe.liveness");
    return new SessionSettings(
        liveness.getDuration("heartbeat"),
        liveness.getDuration("suspect-after"),
        liveness.getDuration("offline-after"));
  }
}

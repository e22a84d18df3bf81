package io.troupe.simulator.world;

import io.troupe.simulator.engine.Network;
import io.troupe.simulator.engine.Timeline;
import org.jspecify.annotations.Nullable;

/// What has happened, line by line, when somebody wants to read it.
public final class Chronicle implements Network.Journalist {
  private final Timeline timeline;
  private final @Nullable StringBuilder written;

  Chronicle(Timeline timeline, @Nullable StringBuilder written) {
    this.timeline = timeline;
    this.written = written;
  }

  @Override
  public boolean listens() {
    return written != null;
  }

  @Override
  public void note(String what) {
    if (written != null) {
      long micros = timeline.now() / 1000;
      String number = Long.toString(micros);
      written.append("0".repeat(Math.max(0, 10 - number.length()))).append(number);
      written.append(' ').append(what).append('\n');
    }
  }
}

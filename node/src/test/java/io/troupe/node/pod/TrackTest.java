package io.troupe.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.template.RestartPolicy;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerInfo.State;
import io.troupe.node.pod.Track.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static ContainerInfo container(State state, Instant startedAt) {
    return new ContainerInfo(
        "id", "name", "image", "image-id", Map.of(), state, "", startedAt, null, 0, "", "");
  }

  private static Track seen(Track track, State state, Instant startedAt) {
    return track.see(container(state, startedAt), RestartPolicy.ALWAYS);
  }

  @Test
  void countsOnlyWhenALookAfterItsTimeShowsIt() {
    Track begun = seen(Track.NEW, State.RUNNING, NOON);
    assertThat(begun.fate()).isEqualTo(Fate.TRIAL);
    assertThat(begun.beginsTrial(Track.NEW)).isTrue();
    assertThat(begun.proven().fate()).isEqualTo(Fate.TRIAL);
    assertThat(begun.tried().fate()).isEqualTo(Fate.TRIED);
    assertThat(begun.tried().proven().fate()).isEqualTo(Fate.UP);
    assertThat(seen(begun.tried(), State.EXITED, NOON).proven().fate()).isEqualTo(Fate.WAITING);
  }

  @Test
  void doesNotFallBackWhileItIsTheSameStart() {
    Track up = seen(Track.NEW, State.RUNNING, NOON).tried().proven();

    assertThat(seen(up, State.RUNNING, NOON).fate()).isEqualTo(Fate.UP);
    Track again = seen(up, State.RUNNING, NOON.plus(SECOND));
    assertThat(again.fate()).isEqualTo(Fate.TRIAL);
    assertThat(again.beginsTrial(up)).isTrue();
    assertThat(seen(again, State.RUNNING, NOON.plus(SECOND)).beginsTrial(again)).isFalse();
  }

  @Test
  void neverHasMoreThanItsWholeTimeLeft() {
    Track begun = seen(Track.NEW, State.RUNNING, NOON);

    assertThat(begun.left(SECOND, NOON.plusMillis(400))).isEqualTo(Duration.ofMillis(600));
    assertThat(begun.left(SECOND, NOON.plusSeconds(5))).isEqualTo(Duration.ZERO);
    assertThat(begun.left(SECOND, NOON.minusSeconds(3600))).isEqualTo(SECOND);
    assertThat(begun.left(Duration.ZERO, NOON)).isEqualTo(Duration.ZERO);
  }
}

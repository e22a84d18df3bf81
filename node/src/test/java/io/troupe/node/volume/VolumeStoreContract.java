package io.troupe.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import org.junit.jupiter.api.Test;

/// What every driver of [VolumeStore] does.
public abstract class VolumeStoreContract {
  private static final Ref ONE = new Ref(Kind.POD, "demo:web:d_v1:3f2a");
  private static final Ref ODD = new Ref(Kind.POD, "a_b:c.d:..:%41+ü/x");

  protected abstract VolumeStore open();

  @Test
  void namesSurviveTheRoundTrip() {
    VolumeStore volumes = open();
    volumes.create(ONE, "data");
    volumes.create(ODD, "../../etc");

    assertThat(volumes.pods()).containsExactlyInAnyOrder(ONE, ODD);
    assertThat(volumes.list(ODD)).containsExactly("../../etc");
  }

  @Test
  void givesTheSamePlaceAgain() {
    VolumeStore volumes = open();

    assertThat(volumes.create(ONE, "data")).isEqualTo(volumes.create(ONE, "data"));
    assertThat(volumes.create(ONE, "data")).isNotEqualTo(volumes.create(ONE, "data_"));
    assertThat(volumes.create(ODD, "data")).isNotEqualTo(volumes.create(ONE, "data"));
  }

  @Test
  void removesOnePodsVolumesOnly() {
    VolumeStore volumes = open();
    volumes.create(ONE, "data");
    volumes.create(ODD, "data");

    volumes.removeAll(ONE);
    volumes.removeAll(ONE);

    assertThat(volumes.pods()).containsExactly(ODD);
    assertThat(volumes.list(ONE)).isEmpty();
  }

  @Test
  void hasASize() {
    assertThat(open().size().bytes()).isPositive();
    assertThat(open().free()).isLessThanOrEqualTo(open().size());
  }
}

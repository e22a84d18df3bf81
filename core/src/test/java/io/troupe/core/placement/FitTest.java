package io.troupe.core.placement;

import static io.troupe.core.placement.PlacementFixtures.capacity;
import static io.troupe.core.placement.PlacementFixtures.demand;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.node.Capacity;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final Capacity NODE = capacity(2, 1000, 4);

  @Test
  void aDemandFitsExactlyIntoWhatIsLeft() {
    assertThat(Fit.check(NODE, Capacity.NONE, Set.of(), demand(1000, 4000))).isEmpty();
  }

  @Test
  void namesWhatIsShort() {
    assertThat(Fit.check(NODE, Capacity.NONE, Set.of(), demand(1001, 1)))
        .contains("not enough memory");
    assertThat(Fit.check(NODE, Capacity.NONE, Set.of(), demand(1, 4001)))
        .contains("not enough cpu");
    assertThat(Fit.check(NODE, capacity(2, 0, 0), Set.of(), demand(1, 1)))
        .contains("no pod slot left");
    assertThat(
            Fit.check(
                NODE, Capacity.NONE, Set.of(), new Demand(Memory.ZERO, Cpu.ZERO, 5, Set.of())))
        .contains("no container slot left");
    assertThat(Fit.check(NODE, Capacity.NONE, Set.of("8080/tcp"), demand(1, 1, "8080/tcp")))
        .contains("host port 8080/tcp taken");
  }

  @Test
  void anotherProtocolOfATakenPortFits() {
    assertThat(Fit.check(NODE, Capacity.NONE, Set.of("53/tcp"), demand(1, 1, "53/udp"))).isEmpty();
  }

  @Test
  void zeroCapacityHoldsNothingButADemandOfZero() {
    Capacity none = capacity(1, 0, 0);
    assertThat(Fit.check(none, Capacity.NONE, Set.of(), demand(1, 0))).isPresent();
    assertThat(Fit.check(none, Capacity.NONE, Set.of(), demand(0, 1))).isPresent();
    assertThat(Fit.check(none, Capacity.NONE, Set.of(), demand(0, 0))).isEmpty();
  }

  @Test
  void aDemandOfZeroFitsOnANodeThatHasShrunkBelowWhatItHolds() {
    assertThat(Fit.check(NODE, capacity(1, 2000, 8), Set.of(), demand(0, 0))).isEmpty();
    assertThat(Fit.check(NODE, capacity(1, 2000, 8), Set.of(), demand(1, 0))).isPresent();
  }

  @Test
  void subtractTakesBackWhatAddCounted() {
    Capacity before = capacity(1, 100, 1);
    Demand demand = demand(50, 500);
    Capacity after = Fit.add(before, demand);
    assertThat(after.pods()).isEqualTo(2);
    assertThat(after.containers()).isEqualTo(before.containers() + 1);
    assertThat(after.memory()).isEqualTo(Memory.mebibytes(150));
    assertThat(after.cpu()).isEqualTo(Cpu.millis(1500));
    assertThat(Fit.subtract(after, demand)).isEqualTo(before);
  }

  @Test
  void subtractNeverGoesBelowZero() {
    assertThat(Fit.subtract(Capacity.NONE, demand(1, 1))).isEqualTo(Capacity.NONE);
  }
}

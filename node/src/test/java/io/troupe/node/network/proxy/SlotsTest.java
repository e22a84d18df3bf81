package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Ipv4;
import io.troupe.core.template.Protocol;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final ServiceKey KEY = new ServiceKey(Ipv4.parse("10.96.0.1"), Protocol.TCP, 80);

  @Test
  void backendsThatStayKeepTheirNumbers() {
    Map<Integer, Target> before = Slots.of(balancing(Balance.RR, 1, 2, 3, 4), Map.of());
    assertThat(before).containsOnlyKeys(0, 1, 2, 3);

    Map<Integer, Target> after = Slots.of(balancing(Balance.RR, 1, 3, 4, 5), before);

    assertThat(after)
        .containsEntry(0, target(1))
        .containsEntry(1, target(5))
        .containsEntry(2, target(3))
        .containsEntry(3, target(4));
  }

  @Test
  void numbersHaveNoHolesWhenBackendsLeave() {
    Map<Integer, Target> before = Slots.of(balancing(Balance.LC, 1, 2, 3, 4), Map.of());

    Map<Integer, Target> after = Slots.of(balancing(Balance.LC, 2, 4), before);

    assertThat(after).containsOnly(Map.entry(0, target(4)), Map.entry(1, target(2)));
    assertThat(Slots.of(balancing(Balance.LC), after)).isEmpty();
  }

  @Test
  void aBackendFoundTwiceGetsOneNumber() {
    Map<Integer, Target> odd = Map.of(0, target(1), 1, target(1), 7, target(2));

    assertThat(Slots.of(balancing(Balance.RR, 1, 2), odd))
        .containsOnly(Map.entry(0, target(1)), Map.entry(1, target(2)));
  }

  @Test
  void onlyTheCallersOfABackendThatLeavesMove() {
    Map<Integer, Target> before = Slots.of(balancing(Balance.SH, 1, 2, 3, 4, 5), Map.of());
    Map<Integer, Target> after = Slots.of(balancing(Balance.SH, 1, 2, 4, 5), before);

    assertThat(after).hasSameSizeAs(before).doesNotContainValue(target(3));
    before.forEach((slot, target) -> {
      if (!target.equals(target(3))) {
        assertThat(after).containsEntry(slot, target);
      }
    });
    for (int pod : new int[] {1, 2, 3, 4, 5}) {
      assertThat(Collections.frequency(before.values(), target(pod))).isBetween(26, 77);
    }
  }

  @Test
  void thereAreAlwaysSeveralHashesForEachBackend() {
    int[] pods = IntStream.rangeClosed(1, 200).toArray();
    Map<Integer, Target> slots = Slots.of(balancing(Balance.SH, pods), Map.of());

    assertThat(slots).hasSize(1024);
    assertThat(slots.values()).contains(target(1), target(200));
  }

  private static Balancing balancing(Balance balance, int... pods) {
    SortedSet<Target> serving = new TreeSet<>();
    for (int pod : pods) {
      serving.add(target(pod));
    }
    return new Balancing(KEY, new Ref(Kind.SERVICE, "demo:web"), balance, serving, new TreeSet<>());
  }

  private static Target target(int pod) {
    return new Target(Ipv4.parse("10.42.1.0").plus(pod), 8080);
  }
}

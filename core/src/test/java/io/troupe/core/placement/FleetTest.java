package io.troupe.core.placement;

import static io.troupe.core.placement.PlacementFixtures.GROUP;
import static io.troupe.core.placement.PlacementFixtures.capacity;
import static io.troupe.core.placement.PlacementFixtures.demand;
import static io.troupe.core.placement.PlacementFixtures.node;
import static io.troupe.core.placement.PlacementFixtures.pod;
import static io.troupe.core.placement.PlacementFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.node.Capacity;
import io.troupe.core.template.Selector;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Demand HALF = demand(500, 0);

  private final Fleet fleet = new Fleet();
  private final Scheduler scheduler = new Scheduler(fleet);

  private boolean fits(Demand demand) {
    return scheduler.place(request(99, demand), Set.of()) instanceof Verdict.Placed;
  }

  @Test
  void reservationsAddUpUntilTheNodeIsFull() {
    fleet.upsert(node("a"));
    fleet.reserve(pod(1), GROUP, "a", HALF);
    assertThat(fits(HALF)).isTrue();
    fleet.reserve(pod(2), GROUP, "a", HALF);
    assertThat(fits(demand(1, 0))).isFalse();
  }

  @Test
  void reservingAPodTwiceCountsItOnce() {
    fleet.upsert(node("a"));
    fleet.reserve(pod(1), GROUP, "a", HALF);
    fleet.reserve(pod(1), GROUP, "a", HALF);
    assertThat(fits(HALF)).isTrue();
    assertThat(fleet.replicas(GROUP, "a")).isEqualTo(1);
  }

  @Test
  void reservingAPodElsewhereMovesIt() {
    fleet.upsert(node("a"));
    fleet.upsert(node("b"));
    fleet.reserve(pod(1), GROUP, "a", demand(1000, 0));
    fleet.reserve(pod(1), GROUP, "b", demand(1000, 0));
    assertThat(fleet.replicas(GROUP, "a")).isZero();
    assertThat(fleet.replicas(GROUP, "b")).isEqualTo(1);
    assertThat(fits(demand(1000, 0))).isTrue();
  }

  @Test
  void aReleasedPodLeavesItsRoomAndItsPorts() {
    fleet.upsert(node("a"));
    Demand all = demand(1000, 0, "80/tcp");
    fleet.reserve(pod(1), GROUP, "a", all);
    assertThat(fits(all)).isFalse();
    fleet.release(pod(1));
    fleet.release(pod(1));
    assertThat(fits(all)).isTrue();
    assertThat(fleet.replicas(GROUP, "a")).isZero();
  }

  @Test
  void aReservationOutlivesAReportThatDoesNotHaveItYet() {
    fleet.upsert(node("a"));
    fleet.reserve(pod(1), GROUP, "a", demand(600, 0, "80/tcp"));
    fleet.upsert(node("a"));
    assertThat(fits(HALF)).isFalse();
    assertThat(fits(demand(1, 0, "80/tcp"))).isFalse();
  }

  @Test
  void aConfirmedPodCountsOnlyInTheReport() {
    fleet.upsert(node("a"));
    fleet.reserve(pod(1), GROUP, "a", HALF);
    fleet.upsert(
        new FleetNode(
            "a", Map.of(), capacity(10, 1000, 4), Fit.add(Capacity.NONE, HALF), "", Set.of()));
    fleet.confirm(pod(1), GROUP, "a", HALF);
    assertThat(fits(HALF)).isTrue();
    assertThat(fits(demand(501, 0))).isFalse();
    assertThat(fleet.replicas(GROUP, "a")).isEqualTo(1);
    fleet.reserve(pod(1), GROUP, "a", HALF);
    assertThat(fits(HALF)).describedAs("a late reservation changes nothing").isTrue();
  }

  @Test
  void aRemovedNodeTakesItsPodsWithIt() {
    fleet.upsert(node("a"));
    fleet.reserve(pod(1), GROUP, "a", HALF);
    fleet.remove("a");
    assertThat(fleet.size()).isZero();
    fleet.upsert(node("a"));
    assertThat(fleet.replicas(GROUP, "a")).isZero();
    assertThat(fits(demand(1000, 0))).isTrue();
  }

  @Test
  void aReservationOnAnUnknownNodeIsIgnored() {
    fleet.reserve(pod(1), GROUP, "nowhere", HALF);
    assertThat(fleet.replicas(GROUP, "nowhere")).isZero();
  }

  @Test
  void aPlaceOfARemovedNodeIsUsedAgainWithoutItsLabels() {
    fleet.upsert(PlacementFixtures.labelled("a", Map.of("zone", "x")));
    fleet.remove("a");
    fleet.upsert(node("b"));
    var selector = new Selector("", Map.of("zone", "x"));
    assertThat(scheduler.place(request(1, HALF, selector), Set.of()))
        .isInstanceOf(Verdict.Unplaceable.class);
  }
}

package io.troupe.core.placement;

import static io.troupe.core.placement.PlacementFixtures.GROUP;
import static io.troupe.core.placement.PlacementFixtures.capacity;
import static io.troupe.core.placement.PlacementFixtures.demand;
import static io.troupe.core.placement.PlacementFixtures.labelled;
import static io.troupe.core.placement.PlacementFixtures.node;
import static io.troupe.core.placement.PlacementFixtures.pod;
import static io.troupe.core.placement.PlacementFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.placement.Placement.Candidate;
import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.template.Selector;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final Demand SMALL = demand(100, 100);

  private final Fleet fleet = new Fleet();
  private final Scheduler scheduler = new Scheduler(fleet);

  private Verdict.Placed placed(PlacementRequest request, String... exclude) {
    return (Verdict.Placed) scheduler.place(request, Set.of(exclude));
  }

  private Verdict.Unplaceable unplaceable(PlacementRequest request) {
    return (Verdict.Unplaceable) scheduler.place(request, Set.of());
  }

  @Test
  void saysSoWhenTheClusterHasNoNodes() {
    assertThat(unplaceable(request(1, SMALL)).reasons())
        .singleElement()
        .satisfies(reason -> {
          assertThat(reason.reason()).contains("no nodes");
          assertThat(reason.nodes()).isZero();
        });
  }

  @Test
  void prefersTheNodeWithTheGreatestFreeShare() {
    fleet.upsert(node("small", capacity(10, 500, 4)));
    fleet.upsert(node("large", capacity(10, 4000, 4)));
    Placement placement = placed(request(1, SMALL)).placement();
    assertThat(placement.best()).extracting(Candidate::node).containsExactly("large", "small");
    assertThat(placement.best().getFirst().score()).isGreaterThan(placement.best().get(1).score());
  }

  @Test
  void spreadsAGroupBeforeItWeighsTheShare() {
    fleet.upsert(node("small", capacity(10, 500, 4)));
    fleet.upsert(node("large", capacity(10, 4000, 4)));
    fleet.reserve(pod(1), GROUP, "large", SMALL);
    assertThat(placed(request(2, SMALL)).node()).isEqualTo("small");
  }

  @Test
  void podsOfOtherGroupsDoNotSpreadAGroup() {
    fleet.upsert(node("small", capacity(10, 500, 4)));
    fleet.upsert(node("large", capacity(10, 4000, 4)));
    var other = new Ref(Kind.DEPLOYMENT, "demo:db:v1");
    fleet.reserve(pod(1), other, "large", SMALL);
    assertThat(placed(request(2, SMALL)).node()).isEqualTo("large");
  }

  @Test
  void everyLabelOfTheSelectorMustMatch() {
    fleet.upsert(labelled("a", Map.of("zone", "x", "disk", "hdd")));
    fleet.upsert(labelled("b", Map.of("zone", "x", "disk", "ssd")));
    fleet.upsert(labelled("c", Map.of("disk", "ssd")));
    Selector selector = new Selector("", Map.of("zone", "x", "disk", "ssd"));
    Verdict.Placed placed = placed(request(1, SMALL, selector));
    assertThat(placed.node()).isEqualTo("b");
    assertThat(placed.placement().rejected())
        .containsExactly(
            new FilterCount("no label disk=ssd", 1), new FilterCount("no label zone=x", 1));
  }

  @Test
  void aSelectedNodeTakesThePodOrNobodyDoes() {
    fleet.upsert(node("a"));
    fleet.upsert(node("b", capacity(0, 0, 0)));
    assertThat(placed(request(1, SMALL, new Selector("a", Map.of()))).node()).isEqualTo("a");
    assertThat(unplaceable(request(1, SMALL, new Selector("b", Map.of()))).reasons())
        .containsExactlyInAnyOrder(
            new FilterCount("not the selected node b", 1), new FilterCount("not enough memory", 1));
  }

  @Test
  void countsWhyEachNodeWasTurnedDown() {
    fleet.upsert(new FleetNode("a", Map.of(), full(), Capacity.NONE, "offline", Set.of()));
    fleet.upsert(new FleetNode("b", Map.of(), full(), Capacity.NONE, "cordoned", Set.of()));
    fleet.upsert(node("c", capacity(10, 10, 4)));
    fleet.upsert(node("d", capacity(10, 10, 4)));
    fleet.upsert(node("e", capacity(10, 1000, 0)));
    fleet.upsert(node("f", capacity(0, 1000, 4)));
    fleet.upsert(new FleetNode("g", Map.of(), full(), Capacity.NONE, "", Set.of("80/tcp")));
    assertThat(unplaceable(request(1, demand(100, 100, "80/tcp"))).reasons())
        .containsExactly(
            new FilterCount("not enough memory", 2),
            new FilterCount("cordoned", 1),
            new FilterCount("host port 80/tcp taken", 1),
            new FilterCount("no pod slot left", 1),
            new FilterCount("not enough cpu", 1),
            new FilterCount("offline", 1));
  }

  private static Capacity full() {
    return capacity(10, 1000, 4);
  }

  @Test
  void aNodeThatHasRefusedIsNotAskedAgain() {
    fleet.upsert(node("a"));
    fleet.upsert(node("b"));
    Verdict.Placed placed = placed(request(1, SMALL), "a");
    assertThat(placed.node()).isEqualTo("b");
    assertThat(placed.placement().refusedBy()).containsExactly("a");
    assertThat(placed.placement().rejected())
        .containsExactly(new FilterCount("refused already", 1));
  }

  @Test
  void keepsTheThreeBestAndTheNumberOfTheRest() {
    for (int i = 0; i < 7; i++) {
      fleet.upsert(node("n" + i, capacity(10, 1000 + 100 * i, 4)));
    }
    Placement placement = placed(request(1, SMALL)).placement();
    assertThat(placement.best()).extracting(Candidate::node).containsExactly("n6", "n5", "n4");
    assertThat(placement.considered()).isEqualTo(7);
    assertThat(placement.feasible()).isEqualTo(7);
  }

  @Test
  void podsOfEqualStandingDoNotAllPreferTheSameOfEqualNodes() {
    for (int i = 0; i < 10; i++) {
      fleet.upsert(node("n" + i));
    }
    var chosen = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      chosen.add(placed(request(i, SMALL)).node());
    }
    assertThat(chosen).hasSizeGreaterThan(5);
  }
}

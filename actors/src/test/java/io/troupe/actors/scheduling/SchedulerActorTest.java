package io.troupe.actors.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulerActorTest {
  private static final Ref NODE = new Ref(Kind.NODE, "n1");
  private static final Ref A = new Ref(Kind.POD, "demo:web:d_v1:aaaaaaa");
  private static final Ref B = new Ref(Kind.POD, "demo:web:d_v1:bbbbbbb");
  private static final PodSpec SPEC =
      new PodSpec(new Ref(Kind.DEPLOYMENT, "demo:web:v1"), PodTemplate.EMPTY, Selector.ANY, "hash");
  private static final NodeInfo INFO =
      new NodeInfo("1", "n1", "x86_64", "Linux", "linux", "", "", "", List.of());
  private static final Placement PLACEMENT = new Placement(1, 1, List.of(), List.of(), List.of());
  private static final Capacity ONE_POD =
      new Capacity(1, 1, Memory.mebibytes(64), Cpu.cpus(1), Memory.ZERO);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Execute> toNode = kit.createTestProbe();
  private final TestProbe<Execute> toPods = kit.createTestProbe();
  private final AtomicBoolean fails = new AtomicBoolean();
  private final ActorRef<SchedulerMessage> scheduler =
      kit.spawn(SchedulerActor.create(new Sorting(), this::refill));

  /// Hands on what nodes and pods are told.
  private final class Sorting implements Post {
    @Override
    public void tell(Ref to, EntityMessage message) {
      if (fails.getAndSet(false)) {
        throw new IllegalStateException("as it is to");
      }
      (to.kind() == Kind.NODE ? toNode : toPods).ref().tell((Execute) message);
    }

    @Override
    public void place(PlacementRequest request, PodSpec spec, Cause cause) {
      throw new AssertionError("a scheduler is asked, it does not ask itself");
    }

    @Override
    public void watch(Ref node, Duration silent) {
      throw new AssertionError("a scheduler watches over no node");
    }
  }

  @BeforeEach
  void joins() {
    changed(new NodeEvent.NodeJoined(INFO, ONE_POD));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void changed(NodeEvent event) {
    changed(event, new TreeMap<>());
  }

  private void changed(NodeEvent event, SortedMap<Ref, Reservation> ledger) {
    scheduler.tell(new SchedulerMessage.NodeChanged(NODE, node(ledger), List.of(event)));
  }

  private static NodeState node(SortedMap<Ref, Reservation> ledger) {
    return new NodeState.Member(
        INFO,
        ONE_POD,
        Capacity.NONE,
        "",
        Map.of(),
        NodeState.Liveness.ONLINE,
        ledger,
        NodeState.Subnet.NONE,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private void refill(Consumer<SchedulerMessage.NodeChanged> begun) {
    begun.accept(new SchedulerMessage.NodeChanged(NODE, node(new TreeMap<>()), List.of()));
  }

  private void place(Ref pod) {
    scheduler.tell(new SchedulerMessage.Place(SPEC.placementOf(pod), SPEC, Cause.by("test")));
  }

  private Execute reservationOf(Ref pod) {
    return reservationOf(pod, toNode.receiveMessage());
  }

  /// Lets seconds pass until it comes: at the first one the scheduler may not have asked for it
  /// yet.
  private Execute reservationWhenASecondPassesOf(Ref pod) {
    return reservationOf(
        pod,
        toNode.awaitAssert(() -> {
          time.timePasses(Duration.ofSeconds(1));
          return toNode.receiveMessage(Duration.ofMillis(500));
        }));
  }

  private static Execute reservationOf(Ref pod, Execute asked) {
    assertThat(asked.command())
        .isInstanceOfSatisfying(
            NodeCommand.Reserve.class, reserve -> assertThat(reserve.pod()).isEqualTo(pod));
    return asked;
  }

  private static void refuse(Execute asked) {
    Reply full = Reply.refused(Code.NO_ROOM, "no pod slot left");
    asked.replyTo().tell(new Outcome.Decided(asked.ticket(), full, 1, null));
  }

  private void expectToldToWait() {
    assertThat(toPods.receiveMessage().command())
        .isInstanceOf(PodCommand.ReportUnschedulable.class);
  }

  @Test
  void theRoomThatWasKeptForARefusedPodIsForThoseThatWait() {
    place(A);
    Execute asked = reservationOf(A);
    place(B);
    expectToldToWait();
    refuse(asked);
    expectToldToWait();
    reservationWhenASecondPassesOf(B);
  }

  @Test
  void theRoomThatWasKeptForAPodWithoutAnAnswerIsForThoseThatWait() {
    place(A);
    reservationOf(A);
    place(B);
    expectToldToWait();
    time.timePasses(Duration.ofSeconds(5));
    expectToldToWait();
    reservationWhenASecondPassesOf(B);
  }

  @Test
  void aPodThatHasItsPlaceIsNotTriedAgainForWantOfAnAnswer() {
    place(A);
    reservationOf(A);
    Demand demand = SPEC.placementOf(A).demand();
    var line = new Reservation(SPEC, demand, PLACEMENT, Reservation.Stage.OFFERED);
    changed(new NodeEvent.PodReserved(A, SPEC, demand, PLACEMENT), new TreeMap<>(Map.of(A, line)));
    time.timePasses(Duration.ofSeconds(6));
    toNode.expectNoMessage(Duration.ZERO);
    toPods.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aRefusalThatIsOlderThanTheNodesLastChangeIsNotTheLastWord() {
    place(A);
    Execute asked = reservationOf(A);
    changed(new NodeEvent.NodeWentOnline());
    refuse(asked);
    expectToldToWait();
    reservationWhenASecondPassesOf(A);
  }

  @Test
  void afterAMessageItFailsAtItBeginsAnewAndKnowsTheNodes() {
    fails.set(true);
    place(A);
    place(B);
    Execute asked =
        toNode.awaitAssert(() -> {
          time.timePasses(Duration.ofSeconds(1));
          return toNode.receiveMessage(Duration.ofMillis(50));
        });
    assertThat(asked.command())
        .isInstanceOfSatisfying(
            NodeCommand.Reserve.class, reserve -> assertThat(reserve.pod()).isEqualTo(B));
  }

  @Test
  void aPodThatAsksAgainWhileItWaitsIsNotTriedForThat() {
    place(A);
    reservationOf(A);
    place(B);
    expectToldToWait();
    place(B);
    toPods.expectNoMessage(Duration.ZERO);
  }
}

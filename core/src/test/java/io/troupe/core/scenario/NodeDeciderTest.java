package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.INFO;
import static io.troupe.core.scenario.Demo.NODE;
import static io.troupe.core.scenario.Demo.PLACEMENT;
import static io.troupe.core.scenario.Demo.demand;
import static io.troupe.core.scenario.Demo.labels;
import static io.troupe.core.scenario.Demo.pod;
import static io.troupe.core.scenario.Demo.podSpec;
import static io.troupe.core.scenario.Demo.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Cidr;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeCommand.ConfirmLoss;
import io.troupe.core.node.NodeCommand.ConfirmOffer;
import io.troupe.core.node.NodeCommand.Join;
import io.troupe.core.node.NodeCommand.MarkOffline;
import io.troupe.core.node.NodeCommand.MarkOnline;
import io.troupe.core.node.NodeCommand.Release;
import io.troupe.core.node.NodeCommand.Remove;
import io.troupe.core.node.NodeCommand.Reserve;
import io.troupe.core.node.NodeCommand.SetMeta;
import io.troupe.core.node.NodeCommand.Suspect;
import io.troupe.core.node.NodeCommand.Unassign;
import io.troupe.core.node.NodeCommand.WithdrawOffer;
import io.troupe.core.node.NodeDecider;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeEvent.LossConfirmed;
import io.troupe.core.node.NodeEvent.NodeJoined;
import io.troupe.core.node.NodeEvent.NodeMetaChanged;
import io.troupe.core.node.NodeEvent.NodeRemoved;
import io.troupe.core.node.NodeEvent.NodeSuspected;
import io.troupe.core.node.NodeEvent.NodeWentOffline;
import io.troupe.core.node.NodeEvent.NodeWentOnline;
import io.troupe.core.node.NodeEvent.OfferConfirmed;
import io.troupe.core.node.NodeEvent.PodReleased;
import io.troupe.core.node.NodeEvent.PodReserved;
import io.troupe.core.node.NodeEvent.PodUnassigned;
import io.troupe.core.node.NodeEvent.SubnetLeased;
import io.troupe.core.node.NodeEvent.SubnetMissed;
import io.troupe.core.node.NodeEvent.SubnetReleased;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.NodeState.Member;
import io.troupe.core.node.Reservation;
import io.troupe.core.node.Reservation.Stage;
import io.troupe.core.placement.Fit;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.Pools;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDeciderTest {
  private static final Ref A = pod("aaaaaaa");
  private static final Ref B = pod("bbbbbbb");

  private static Given<NodeCommand, NodeEvent, NodeState> given() {
    return Given.nothing(new NodeDecider(), NODE);
  }

  private static Given<NodeCommand, NodeEvent, NodeState> online() {
    return given().events(new NodeJoined(INFO, room(2)));
  }

  private static Given<NodeCommand, NodeEvent, NodeState> offered() {
    return online().events(reserved(A));
  }

  private static Given<NodeCommand, NodeEvent, NodeState> confirmed() {
    return offered().events(new OfferConfirmed(A));
  }

  private static NodeEvent reserved(Ref pod) {
    return new PodReserved(pod, podSpec(), demand(), PLACEMENT);
  }

  private static Reserve reserve(Ref pod, String... hostPorts) {
    return new Reserve(pod, podSpec(), demand(hostPorts), PLACEMENT);
  }

  private static Owed offer(Ref pod) {
    return new Owed.Ask(pod, new PodCommand.Assign("n1", PLACEMENT));
  }

  private static Owed loss(Ref pod) {
    return new Owed.Ask(pod, new PodCommand.NodeLost("n1"));
  }

  private static Member member(NodeState state) {
    assertThat(state).isInstanceOf(Member.class);
    return (Member) state;
  }

  private static Stage stage(NodeState state, Ref pod) {
    return member(state).ledger().get(pod).stage();
  }

  private static NodeInfo networked() {
    return new NodeInfo(
        "1",
        "n1",
        "x86_64",
        "Linux",
        "linux",
        "",
        "10.0.0.1",
        "",
        List.of(new NodeInfo.Driver("cni", "vxlan", "1", "ready", "")));
  }

  private static final Cidr SUBNET = Cidr.parse("10.42.3.0/24");

  private static Owed lease() {
    return new Owed.Ask(Pools.SUBNETS, new PoolCommand.Lease(NODE, Given.NOW.toEpochMilli(), null));
  }

  private static Owed release() {
    return new Owed.Ask(Pools.SUBNETS, new PoolCommand.Release(NODE, Given.NOW.toEpochMilli()));
  }

  @Test
  void asksForASubnetOnlyWhenItTakesPartInTheNetwork() {
    online()
        .when(new NodeCommand.TakeSubnet(SUBNET, Given.NOW.toEpochMilli()))
        .isRefused(Code.CONFLICT, "n1");
    given()
        .when(new Join(networked(), room(2)))
        .then(new NodeJoined(networked(), room(2)))
        .owes(lease())
        .when(new NodeCommand.TakeSubnet(SUBNET, Given.NOW.toEpochMilli()))
        .then(new SubnetLeased(SUBNET))
        .again()
        .owes();
  }

  @Test
  void saysWhyItHasNoSubnetAndGoesOnAsking() {
    given()
        .done(new Join(networked(), room(2)))
        .whenAnswered(lease(), Reply.refused(Code.NO_ROOM, "all are taken"))
        .then(new SubnetMissed("all are taken"))
        .again()
        .owes(lease());
  }

  @Test
  void givesItsSubnetBackWhenItIsRemovedAndJoinsAgainOnlyThen() {
    var removed =
        given()
            .done(
                new Join(networked(), room(2)),
                new NodeCommand.TakeSubnet(SUBNET, Given.NOW.toEpochMilli()))
            .when(new Remove())
            .then(new NodeRemoved())
            .owes(release());
    var early = removed.when(new Join(networked(), room(2)));
    assertThat(early.events()).isEmpty();
    early.replies(new Reply.Pending());
    removed
        .and()
        .whenAnswered(release(), Reply.OK)
        .then(new SubnetReleased())
        .again()
        .owes()
        .when(new Join(networked(), room(2)))
        .then(new NodeJoined(networked(), room(2)));
  }

  @Test
  void joinsOnceAndIsOnline() {
    var joined = given().when(new Join(INFO, room(2))).then(new NodeJoined(INFO, room(2))).again();
    assertThat(member(joined.state()).liveness()).isEqualTo(Liveness.ONLINE);
    joined.owes();
  }

  @Test
  void takesNewInformationOfItsAgentAndKeepsWhatUsersSaid() {
    var joined =
        offered()
            .done(new SetMeta("rack 4", labels("disk", "ssd")))
            .when(new Join(INFO, room(8)))
            .then(new NodeJoined(INFO, room(8)));
    Member member = member(joined.state());
    assertThat(member.description()).isEqualTo("rack 4");
    assertThat(member.labels()).isEqualTo(labels("disk", "ssd"));
    assertThat(member.ledger()).containsOnlyKeys(A);
    assertThat(member.allocated().pods()).isEqualTo(1);
  }

  @Test
  void startsCleanWhenItComesBackAfterItsRemoval() {
    var back =
        online()
            .done(new SetMeta("rack 4", labels("disk", "ssd")), new Remove())
            .when(new Join(INFO, room(2)));
    Member member = member(back.state());
    assertThat(member.description()).isEmpty();
    assertThat(member.labels()).isEmpty();
    assertThat(member.ledger()).isEmpty();
  }

  @Test
  void isDescribedAndLabelledPieceByPiece() {
    online()
        .when(new SetMeta("rack 4", null))
        .then(new NodeMetaChanged("rack 4", Map.of()))
        .again()
        .when(new SetMeta(null, labels("disk", "ssd")))
        .then(new NodeMetaChanged("rack 4", labels("disk", "ssd")))
        .when(new SetMeta("", null))
        .then(new NodeMetaChanged("", labels("disk", "ssd")))
        .when(new SetMeta(null, null))
        .changesNothing();
  }

  @Test
  void whatIsNotInTheClusterTakesNothing() {
    given().when(new SetMeta("x", null)).isRefused(Code.NOT_FOUND, "'n1'");
    given().when(reserve(A)).isRefused(Code.NOT_FOUND, "'n1'");
    given().when(new Remove()).isRefused(Code.NOT_FOUND, "'n1'");
    for (NodeCommand late :
        List.of(
            new Suspect(),
            new MarkOffline(),
            new MarkOnline(),
            new Unassign(A),
            new Release(A),
            new ConfirmOffer(A),
            new WithdrawOffer(A),
            new ConfirmLoss(A))) {
      given().when(late).changesNothing();
    }
  }

  @Test
  void reservesRoomOnceAndOffersItUntilItIsAnswered() {
    online()
        .when(reserve(A))
        .then(reserved(A))
        .again()
        .owes(offer(A))
        .and()
        .whenAnswered(offer(A), Reply.OK)
        .then(new OfferConfirmed(A))
        .again()
        .owes();
    assertThat(offered().answer(offer(A), new Reply.Pending())).isEmpty();
  }

  @Test
  void refusesWhatDoesNotFit() {
    var full = offered().done(reserve(B));
    full.when(reserve(pod("ccccccc"))).isRefused(Code.NO_ROOM, "not enough memory");
    given()
        .events(
            new NodeJoined(
                INFO, new Capacity(1, 9, room(9).memory(), room(9).cpu(), room(0).storage())))
        .done(reserve(A))
        .when(reserve(B))
        .isRefused(Code.NO_ROOM, "no pod slot left");
    online()
        .done(reserve(A, "80/tcp"))
        .when(reserve(B, "80/tcp"))
        .isRefused(Code.NO_ROOM, "80/tcp");
    online()
        .done(reserve(A, "80/tcp"))
        .when(reserve(B, "80/udp"))
        .then(new PodReserved(B, podSpec(), demand("80/udp"), PLACEMENT));
  }

  @Test
  void takesNewPodsOnlyWhileItIsHeard() {
    online().done(new Suspect()).when(reserve(A)).isRefused(Code.NO_ROOM, "not online");
    online().done(new MarkOffline()).when(reserve(A)).isRefused(Code.NO_ROOM, "not online");
    online().done(new MarkOffline(), new MarkOnline()).when(reserve(A)).then(reserved(A));
  }

  @Test
  void anOfferThePodDoesNotWantIsWithdrawnAndEndedByTheAgent() {
    Reply refused = Reply.refused(Code.CONFLICT, "the pod does not want a place on n1");
    var withdrawn =
        offered().whenAnswered(offer(A), refused).then(new PodUnassigned(A)).again().owes();
    assertThat(stage(withdrawn.state(), A)).isEqualTo(Stage.STOPPING);
    withdrawn.when(new Release(A)).then(new PodReleased(A)).again();
    assertThat(member(withdrawn.state()).allocated()).isEqualTo(Capacity.NONE);
    confirmed().when(new WithdrawOffer(A)).changesNothing();
  }

  @Test
  void keepsTheRoomUntilTheAgentHasNothingLeftOfThePod() {
    var stopping =
        confirmed()
            .when(new Unassign(A))
            .then(new PodUnassigned(A))
            .replies(new Reply.Pending())
            .again();
    assertThat(member(stopping.state()).allocated().pods()).isEqualTo(1);
    stopping.when(reserve(A)).isRefused(Code.CONFLICT, "is ending here");
    stopping.when(new Release(A)).then(new PodReleased(A)).when(new Unassign(A)).changesNothing();
  }

  @Test
  void anAgentCannotReleaseAPodThatIsToRun() {
    offered().when(new Release(A)).changesNothing();
    confirmed().when(new Release(A)).changesNothing();
  }

  @Test
  void goesFromOnlineToSuspectToOfflineAndBack() {
    online()
        .when(new Suspect())
        .then(new NodeSuspected())
        .again()
        .when(new MarkOffline())
        .then(new NodeWentOffline())
        .again()
        .when(new Suspect())
        .changesNothing()
        .when(new MarkOnline())
        .then(new NodeWentOnline())
        .again();
    online()
        .done(new MarkOffline())
        .when(new Join(INFO, room(2)))
        .then(new NodeWentOnline())
        .again();
    online()
        .done(new Suspect())
        .when(new Join(INFO, room(3)))
        .then(new NodeJoined(INFO, room(3)), new NodeWentOnline());
  }

  @Test
  void aSuspectNodeKeepsItsPods() {
    confirmed().when(new Suspect()).owes();
  }

  @Test
  void anOfflineNodeOwesItsPodsTheWordUntilEachKnows() {
    var offline = confirmed().when(new MarkOffline()).then(new NodeWentOffline()).owes(loss(A));
    offline.and().whenAnswered(loss(A), Reply.OK).then(new LossConfirmed(A)).again().owes();
    assertThat(member(offline.state()).ledger()).containsKey(A);
    offline
        .when(new Unassign(A))
        .then(new PodReleased(A))
        .replies(Reply.OK)
        .when(new Unassign(A))
        .changesNothing();
  }

  @Test
  void anOfflineNodeGivesTheRoomOfEndingPodsBackAtOnce() {
    var stopping = confirmed().done(new Unassign(A));
    var offline = stopping.when(new MarkOffline()).then(new NodeWentOffline(), new PodReleased(A));
    assertThat(member(offline.state()).allocated()).isEqualTo(Capacity.NONE);
    confirmed().done(new MarkOffline()).when(new Unassign(A)).then(new PodReleased(A));
    offered().done(new MarkOffline()).when(new WithdrawOffer(A)).then(new PodReleased(A));
  }

  @Test
  void anOfferStandsUntilItIsAnsweredEvenWhenTheNodeIsGone() {
    offered()
        .when(new MarkOffline())
        .owes(offer(A))
        .when(new ConfirmOffer(A))
        .then(new OfferConfirmed(A))
        .owes(loss(A));
    offered()
        .when(new Remove())
        .owes(offer(A))
        .when(new ConfirmOffer(A))
        .then(new OfferConfirmed(A))
        .owes(loss(A));
    offered().done(new Remove()).when(new WithdrawOffer(A)).then(new PodReleased(A)).owes();
  }

  @Test
  void whenItComesBackLostPodsAreToEndThere() {
    var back = confirmed().done(new MarkOffline(), new ConfirmLoss(A)).when(new MarkOnline());
    assertThat(stage(back.state(), A)).isEqualTo(Stage.LOST);
    back.owes().when(new Unassign(A)).then(new PodUnassigned(A)).replies(new Reply.Pending());
    confirmed()
        .done(new MarkOffline(), new ConfirmLoss(A), new MarkOnline())
        .when(new Release(A))
        .then(new PodReleased(A));
  }

  @Test
  void aPodThatDoesNotKnowYetStaysWhenTheNodeComesBackInTime() {
    var back = confirmed().done(new MarkOffline()).when(new MarkOnline()).owes();
    assertThat(stage(back.state(), A)).isEqualTo(Stage.CONFIRMED);
    back.when(new ConfirmLoss(A)).changesNothing();
  }

  @Test
  void isRemovedWithItsPodsWhichAreTold() {
    var removed =
        confirmed().done(reserve(B), new ConfirmOffer(B), new Unassign(B)).when(new Remove());
    removed.then(new PodReleased(B), new NodeRemoved()).owes(loss(A));
    assertThat(removed.and().exists()).isFalse();
    removed.and().whenAnswered(loss(A), Reply.OK).then(new PodReleased(A)).again().owes();
    confirmed().done(new Remove()).when(new Unassign(A)).then(new PodReleased(A)).again();
  }

  @Test
  void aRemovedNodeComesBackWhenItsPodsKnowOfItsRemoval() {
    var removed = confirmed().done(new Remove());
    removed.when(new Join(INFO, room(2))).replies(new Reply.Pending());
    removed.when(new Release(A)).changesNothing();
    removed
        .done(new ConfirmLoss(A))
        .when(new Join(INFO, room(2)))
        .then(new NodeJoined(INFO, room(2)));
  }

  @Test
  void aRemovedNodeDoesNotWaitForPodsThatKnowAlready() {
    var removed = confirmed().done(new MarkOffline(), new ConfirmLoss(A)).when(new Remove());
    removed.then(new PodReleased(A), new NodeRemoved()).owes();
    removed.and().when(new Unassign(A)).changesNothing();
    removed.and().when(new Join(INFO, room(2))).then(new NodeJoined(INFO, room(2)));
    confirmed()
        .events(new NodeWentOffline(), new LossConfirmed(A), new NodeRemoved()) // as it once was
        .when(new Join(INFO, room(2)))
        .then(new NodeJoined(INFO, room(2)))
        .again()
        .when(new Release(A))
        .then(new PodReleased(A));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void isNeverOverCommittedAndKeepsItsLedgerInOrder(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    var node = given().done(new Join(INFO, room(5)));
    for (int step = 0; step < 1000; step++) {
      node.when(anything(random, pod("p" + random.nextInt(12))));
      if (node.state() instanceof Member member) {
        Capacity sum = Capacity.NONE;
        for (Reservation line : member.ledger().values()) {
          sum = Fit.add(sum, line.demand());
        }
        assertThat(member.allocated()).isEqualTo(sum);
        assertThat(sum.pods()).isLessThanOrEqualTo(5);
        assertThat(sum.memory()).isLessThanOrEqualTo(room(5).memory());
      }
    }
  }

  private static NodeCommand anything(RandomGenerator random, Ref pod) {
    return switch (random.nextInt(16)) {
      case 0 -> new MarkOffline();
      case 1 -> new MarkOnline();
      case 2 -> new Suspect();
      case 3 -> random.nextInt(10) == 0 ? new Remove() : new Join(INFO, room(5));
      case 4, 5 -> new Join(INFO, room(5));
      case 6 -> new Unassign(pod);
      case 7 -> new Release(pod);
      case 8 -> new ConfirmOffer(pod);
      case 9 -> new WithdrawOffer(pod);
      case 10 -> new ConfirmLoss(pod);
      default -> reserve(pod);
    };
  }
}

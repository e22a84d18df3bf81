package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.NODE;
import static io.troupe.core.scenario.Demo.PLACEMENT;
import static io.troupe.core.scenario.Demo.deployment;
import static io.troupe.core.scenario.Demo.pod;
import static io.troupe.core.scenario.Demo.podNote;
import static io.troupe.core.scenario.Demo.podSpec;
import static io.troupe.core.scenario.Demo.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodCommand.Assign;
import io.troupe.core.pod.PodCommand.ConfirmNote;
import io.troupe.core.pod.PodCommand.ConfirmRelease;
import io.troupe.core.pod.PodCommand.Create;
import io.troupe.core.pod.PodCommand.Destroy;
import io.troupe.core.pod.PodCommand.NodeLost;
import io.troupe.core.pod.PodCommand.Observe;
import io.troupe.core.pod.PodCommand.ReportUnschedulable;
import io.troupe.core.pod.PodDecider;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pod.PodEvent.PodAssigned;
import io.troupe.core.pod.PodEvent.PodCreated;
import io.troupe.core.pod.PodEvent.PodDestroyRequested;
import io.troupe.core.pod.PodEvent.PodLost;
import io.troupe.core.pod.PodEvent.PodNoteTaken;
import io.troupe.core.pod.PodEvent.PodObserved;
import io.troupe.core.pod.PodEvent.PodRemoved;
import io.troupe.core.pod.PodEvent.PodUnschedulable;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodNote.Condition;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PodDeciderTest {
  private static final Ref POD = pod("3f2a9c1");
  private static final Reply REMOVED = new Reply.Accepted(PodDecider.REMOVED);
  private static final List<FilterCount> FULL = List.of(new FilterCount("not enough memory", 2));

  private static Given<PodCommand, PodEvent, PodState> given() {
    return Given.nothing(new PodDecider(), POD);
  }

  private static Given<PodCommand, PodEvent, PodState> pending() {
    return given().events(new PodCreated(podSpec()));
  }

  private static Given<PodCommand, PodEvent, PodState> assigned() {
    return pending().events(new PodAssigned("n1", PLACEMENT));
  }

  private static Given<PodCommand, PodEvent, PodState> running() {
    return assigned().events(new PodObserved(seen(Phase.RUNNING, "")));
  }

  private static Given<PodCommand, PodEvent, PodState> destroying() {
    return running().events(new PodDestroyRequested("scaled down"));
  }

  private static Owed note(Condition condition, String message, long version) {
    return new Owed.Ask(
        deployment("v1"), new DeploymentCommand.NotePod(POD, podNote(condition, message, version)));
  }

  private static Owed place() {
    return new Owed.Place(podSpec().placementOf(POD), podSpec());
  }

  /// The same once nobody calls it any more.
  private static Owed unassignAfterDrain() {
    return new Owed.AfterDrain(POD, NODE, new NodeCommand.Unassign(POD));
  }

  private static Owed unassign() {
    return new Owed.Ask(NODE, new NodeCommand.Unassign(POD));
  }

  @Test
  void isCreatedOnceAndWantsANode() {
    given().when(new Create(podSpec())).then(new PodCreated(podSpec())).again().owes(place());
  }

  @Test
  void tellsItsDeploymentWhyNoNodeTakesIt() {
    pending()
        .when(new ReportUnschedulable(FULL))
        .then(new PodUnschedulable(FULL))
        .again()
        .owes(
            note(Condition.PROVISION, "no node takes it: 2 nodes: not enough memory", 2), place());
  }

  @Test
  void onlyAPodThatWaitsCanBeUnschedulable() {
    given().when(new ReportUnschedulable(FULL)).changesNothing();
    assigned().when(new ReportUnschedulable(FULL)).changesNothing();
    destroying().when(new ReportUnschedulable(FULL)).changesNothing();
  }

  @Test
  void takesTheFirstNodeThatOffersRoomAndNoOther() {
    pending()
        .when(new Assign("n1", PLACEMENT))
        .then(new PodAssigned("n1", PLACEMENT))
        .again()
        .owes()
        .when(new Assign("n2", PLACEMENT))
        .isRefused(Code.CONFLICT, "does not want a place on n2");
  }

  @Test
  void saysNothingOfThePlaceItIsAboutToLeave() {
    var offered = destroying().when(new Assign("n1", PLACEMENT));
    assertThat(offered.events()).isEmpty();
    offered.replies(new Reply.Pending());
  }

  @Test
  void wantsNoNodeBeforeItIsCreatedAndAfterItsEnd() {
    given().when(new Assign("n1", PLACEMENT)).isRefused(Code.CONFLICT);
    destroying().when(new Assign("n2", PLACEMENT)).isRefused(Code.CONFLICT);
    destroying()
        .events(new PodRemoved())
        .when(new Assign("n1", PLACEMENT))
        .isRefused(Code.CONFLICT);
  }

  @ParameterizedTest
  @CsvSource({
    "PULL,PROVISION,''",
    "STARTING,PROVISION,''",
    "RUNNING,READY,''",
    "STOPPED,STOPPED,exit code 1",
    "EXITED,EXITED,exit code 1",
    "ERROR,ERROR,exit code 1"
  })
  void whatItsAgentSeesIsTheConditionItsDeploymentHears(
      Phase phase, Condition condition, String message) {
    var observed = seen(phase, "exit code 1");
    var after =
        assigned().when(new Observe("n1", observed)).then(new PodObserved(observed)).again();
    assertThat(PodStatus.note(after.state()))
        .extracting(PodNote::condition, PodNote::message)
        .containsExactly(condition, message);
    assertThat(PodStatus.observed(after.state())).isEqualTo(observed);
  }

  @Test
  void owesEachChangeOfItsConditionUntilItIsTaken() {
    Owed ready = note(Condition.READY, "", 3);
    var noted = running();
    assertThat(noted.owed()).containsExactly(ready);
    noted
        .whenAnswered(ready, Reply.OK)
        .then(new PodNoteTaken(podNote(Condition.READY, "", 3)))
        .again()
        .owes();
    noted
        .when(new Observe("n1", seen(Phase.STOPPED, "exit code 1")))
        .owes(note(Condition.STOPPED, "exit code 1", 5))
        .when(new ConfirmNote(podNote(Condition.READY, "", 3)))
        .changesNothing()
        .owes(note(Condition.STOPPED, "exit code 1", 5));
  }

  @Test
  void endsItselfWhenItsDeploymentDoesNotKnowIt() {
    Owed ready = note(Condition.READY, "", 3);
    Reply unknown = Reply.refused(Code.NOT_FOUND, "no pod of this deployment");
    assertThat(running().answer(ready, new Reply.Pending())).isEmpty();
    running()
        .whenAnswered(ready, unknown)
        .then(new PodDestroyRequested("its deployment does not know it"))
        .owesAlso(unassignAfterDrain());
    var gone = destroying().events(new PodRemoved());
    gone.whenAnswered(note(Condition.REMOVED, "scaled down", 5), unknown)
        .then(new PodNoteTaken(podNote(Condition.REMOVED, "scaled down", 5)))
        .owes();
  }

  @Test
  void hearsOnlyTheAgentOfItsOwnNode() {
    assigned().when(new Observe("n2", seen(Phase.RUNNING, ""))).changesNothing();
    given().when(new Observe("n1", seen(Phase.RUNNING, ""))).changesNothing();
    destroying().when(new Observe("n2", seen(Phase.REMOVED, ""))).changesNothing();
  }

  @Test
  void isToBeToldAgainWhatItsAgentSawBeforeItHeardOfItsPlace() {
    var early = pending().when(new Observe("n1", seen(Phase.RUNNING, "")));
    assertThat(early.events()).isEmpty();
    early.replies(new Reply.Pending());
  }

  @Test
  void isNotRemovedByAnAgentThatDoesNotHaveItYet() {
    assigned().when(new Observe("n1", seen(Phase.REMOVED, ""))).changesNothing();
  }

  @Test
  void isLostWithItsNodeAndSaysSo() {
    running()
        .when(new NodeLost("n1"))
        .then(new PodLost("n1"))
        .again()
        .owes(note(Condition.LOST, "node n1 is lost", 4), unassign());
  }

  @Test
  void isNotLostWithANodeItDoesNotStandOn() {
    given().when(new NodeLost("n1")).changesNothing();
    pending().when(new NodeLost("n1")).changesNothing();
    running().when(new NodeLost("n2")).changesNothing();
    destroying().when(new NodeLost("n1")).changesNothing();
  }

  @Test
  void staysLostEvenWhenItsNodeComesBackAndShowsItRunning() {
    running()
        .done(new NodeLost("n1"))
        .when(new Observe("n1", seen(Phase.RUNNING, "")))
        .changesNothing()
        .owesAlso(unassign());
  }

  @Test
  void endsOnItsNodeBeforeItIsGone() {
    running()
        .when(new Destroy("scaled down"))
        .then(new PodDestroyRequested("scaled down"))
        .again()
        .owesAlso(unassignAfterDrain())
        .when(new Observe("n1", seen(Phase.REMOVED, "")))
        .then(new PodRemoved())
        .again()
        .owes(note(Condition.REMOVED, "scaled down", 5))
        .when(new Destroy("scaled down"))
        .then()
        .replies(REMOVED);
  }

  @Test
  void endsAtOnceWhenNobodyCanCallIt() {
    assigned().when(new Destroy("scaled down")).owesAlso(unassign());
    assigned()
        .events(new PodObserved(seen(Phase.STOPPED, "exit code 1")))
        .when(new Destroy("scaled down"))
        .owesAlso(unassign());
  }

  @Test
  void isGoneWhenItsNodeHasNothingLeftOfIt() {
    assertThat(destroying().answer(unassignAfterDrain(), new Reply.Pending())).isEmpty();
    destroying().whenAnswered(unassignAfterDrain(), Reply.OK).then(new PodRemoved()).again();
    assertThat(destroying().answer(unassign(), new Reply.Pending())).isEmpty();
    destroying().whenAnswered(unassign(), Reply.OK).then(new PodRemoved()).again();
    destroying()
        .whenAnswered(unassign(), Reply.refused(Code.NOT_FOUND, "node 'n1' is not in the cluster"))
        .then(new PodRemoved());
    destroying().when(new ConfirmRelease("n2")).changesNothing();
    running().when(new ConfirmRelease("n1")).changesNothing();
  }

  @Test
  void isGoneAtOnceWhenItHasNoNode() {
    pending()
        .when(new Destroy("scaled down"))
        .then(new PodDestroyRequested("scaled down"), new PodRemoved())
        .replies(REMOVED)
        .again()
        .owes(note(Condition.REMOVED, "scaled down", 3));
  }

  @Test
  void isNeverCreatedAfterItsEnd() {
    given()
        .when(new Destroy("scaled down"))
        .then(new PodRemoved())
        .replies(REMOVED)
        .again()
        .when(new Create(podSpec()))
        .changesNothing()
        .owes();
    destroying().events(new PodRemoved()).when(new Create(podSpec())).changesNothing();
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void canBeDestroyedInEveryPhaseAndComesToItsEnd(Phase phase) {
    var pod = assigned().events(new PodObserved(seen(phase, "why")));
    pod.done(new Destroy("scaled down"), new Observe("n1", seen(Phase.REMOVED, "")));
    assertThat(pod.state()).isInstanceOf(PodState.Removed.class);
    assertThat(pod.exists()).isFalse();
  }
}

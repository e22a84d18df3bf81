package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.WEB;
import static io.troupe.core.scenario.Demo.deployment;
import static io.troupe.core.scenario.Demo.deploymentSpec;
import static io.troupe.core.scenario.Demo.note;
import static io.troupe.core.scenario.Demo.pod;
import static io.troupe.core.scenario.Demo.podNote;
import static io.troupe.core.scenario.Demo.podSpec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.deployment.DeploymentCommand.ConfirmNote;
import io.troupe.core.deployment.DeploymentCommand.ConfirmPod;
import io.troupe.core.deployment.DeploymentCommand.ConfirmRetirement;
import io.troupe.core.deployment.DeploymentCommand.Create;
import io.troupe.core.deployment.DeploymentCommand.Destroy;
import io.troupe.core.deployment.DeploymentCommand.NotePod;
import io.troupe.core.deployment.DeploymentCommand.Scale;
import io.troupe.core.deployment.DeploymentDecider;
import io.troupe.core.deployment.DeploymentEvent;
import io.troupe.core.deployment.DeploymentEvent.DeploymentCreated;
import io.troupe.core.deployment.DeploymentEvent.DeploymentDestroyRequested;
import io.troupe.core.deployment.DeploymentEvent.DeploymentNoteTaken;
import io.troupe.core.deployment.DeploymentEvent.DeploymentRemoved;
import io.troupe.core.deployment.DeploymentEvent.DeploymentScaled;
import io.troupe.core.deployment.DeploymentEvent.PodConfirmed;
import io.troupe.core.deployment.DeploymentEvent.PodNoted;
import io.troupe.core.deployment.DeploymentEvent.PodsPlanned;
import io.troupe.core.deployment.DeploymentEvent.PodsRetired;
import io.troupe.core.deployment.DeploymentEvent.RetirementConfirmed;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentState;
import io.troupe.core.deployment.DeploymentState.Member.Stage;
import io.troupe.core.deployment.DeploymentStatus;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodDecider;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodNote.Condition;
import io.troupe.core.service.ServiceCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DeploymentDeciderTest {
  private static final Ref A = pod("aaaaaaa");
  private static final Ref B = pod("bbbbbbb");
  private static final Ref C = pod("ccccccc");
  private static final Reply REMOVED = new Reply.Accepted(DeploymentDecider.REMOVED);

  private static Given<DeploymentCommand, DeploymentEvent, DeploymentState> given() {
    return Given.nothing(new DeploymentDecider(), deployment("v1"));
  }

  private static Given<DeploymentCommand, DeploymentEvent, DeploymentState> planned() {
    return given()
        .events(
            new DeploymentCreated(deploymentSpec(1, 3, "web:1")),
            new PodsPlanned(List.of(A, B, C)));
  }

  private static Given<DeploymentCommand, DeploymentEvent, DeploymentState> ready() {
    PodNote ready = podNote(Condition.READY, "", 1);
    return planned()
        .events(
            new PodConfirmed(A),
            new PodConfirmed(B),
            new PodConfirmed(C),
            new PodNoted(A, ready),
            new PodNoted(B, ready),
            new PodNoted(C, ready))
        .events(new DeploymentNoteTaken(note(DeploymentNote.Condition.READY, "", 3, 8)));
  }

  private static NotePod noted(Ref pod, Condition condition, String message, long version) {
    return new NotePod(pod, podNote(condition, message, version));
  }

  private static Owed tell(
      DeploymentNote.Condition condition, String message, int replicas, long version) {
    return new Owed.Ask(
        WEB,
        new ServiceCommand.NoteDeployment("v1", note(condition, message, replicas, version), 1));
  }

  private static Owed create(Ref pod) {
    return new Owed.Ask(pod, new PodCommand.Create(podSpec()));
  }

  private static Owed destroy(Ref pod, String reason) {
    return new Owed.Ask(pod, new PodCommand.Destroy(reason));
  }

  private static DeploymentNote noteOf(When<?, ?, DeploymentState> when) {
    return DeploymentStatus.note(when.state());
  }

  private static List<Ref> pods(DeploymentState state, Stage... stages) {
    List<Ref> found = new ArrayList<>();
    DeploymentStatus.pods(state)
        .forEach((pod, member) -> {
          if (List.of(stages).contains(member.stage())) {
            found.add(pod);
          }
        });
    return found;
  }

  @Test
  void isCreatedOnceWithAsManyPodsAsItIsToHave() {
    var created = given().when(new Create(deploymentSpec(1, 3, "web:1"))).again();
    List<Ref> pods = pods(created.state(), Stage.PLANNED);
    assertThat(pods).hasSize(3).allMatch(pod -> pod.link().matches("demo:web:d_v1:[0-9a-f]{7}"));
    created
        .then(new DeploymentCreated(deploymentSpec(1, 3, "web:1")), new PodsPlanned(pods))
        .owes(
            tell(DeploymentNote.Condition.PROVISION, "", 3, 1),
            create(pods.get(0)),
            create(pods.get(1)),
            create(pods.get(2)));
  }

  @Test
  void isNeverReadyBeforeItHasThePodsItIsToHave() {
    var log = given().when(new Create(deploymentSpec(1, 3, "web:1"))).events();
    var growth = ready().when(new Scale(5, 1, 1)).events();
    assertThat(noteAfter(given(), log.get(0)).condition())
        .isEqualTo(DeploymentNote.Condition.PROVISION);
    assertThat(noteAfter(ready(), growth.get(0)).condition())
        .isEqualTo(DeploymentNote.Condition.PROVISION);
  }

  private static DeploymentNote noteAfter(
      Given<DeploymentCommand, DeploymentEvent, DeploymentState> given, DeploymentEvent event) {
    return DeploymentStatus.note(given.events(event).state());
  }

  @Test
  void zeroReplicasAreReadyAtOnce() {
    given()
        .when(new Create(deploymentSpec(1, 0, "web:1")))
        .then(new DeploymentCreated(deploymentSpec(1, 0, "web:1")))
        .owes(tell(DeploymentNote.Condition.READY, "", 0, 1));
  }

  @Test
  void createsEachPodUntilThePodHasTakenIt() {
    planned().whenAnswered(create(A), Reply.OK).then(new PodConfirmed(A)).again();
    assertThat(planned().done(new ConfirmPod(A)).owed())
        .contains(create(B), create(C))
        .doesNotContain(create(A));
    assertThat(planned().answer(create(A), new Reply.Pending())).isEmpty();
    assertThat(planned().answer(create(A), Reply.refused(Code.CONFLICT, "no"))).isEmpty();
  }

  @Test
  void isReadyWhenAllItsPodsAreAndTellsItsService() {
    var ready =
        planned()
            .done(noted(A, Condition.READY, "", 1), noted(B, Condition.READY, "", 1))
            .when(noted(C, Condition.READY, "", 1))
            .then(new PodNoted(C, podNote(Condition.READY, "", 1)))
            .again();
    Owed told = tell(DeploymentNote.Condition.READY, "", 3, 5);
    ready
        .owesAlso(told)
        .and()
        .whenAnswered(told, Reply.OK)
        .then(new DeploymentNoteTaken(note(DeploymentNote.Condition.READY, "", 3, 5)))
        .again();
    assertThat(ready.and().answer(told, new Reply.Pending())).isEmpty();
  }

  @Test
  void newsThatCameEarlierButArriveLaterChangeNothing() {
    ready().when(noted(A, Condition.PROVISION, "", 1)).changesNothing();
    ready().when(noted(A, Condition.ERROR, "old", 0)).changesNothing();
  }

  @Test
  void aPodItDoesNotHaveIsToldSoUnlessItIsGoneAnyway() {
    ready()
        .when(noted(pod("ddddddd"), Condition.READY, "", 1))
        .isRefused(Code.NOT_FOUND, "ddddddd");
    ready().when(noted(pod("ddddddd"), Condition.REMOVED, "", 9)).changesNothing();
    given().when(noted(A, Condition.LOST, "", 9)).changesNothing();
  }

  @Test
  void isDegradedWhileAPodDoesNotRunAndReadyAgainAfterwards() {
    var degraded = ready().when(noted(B, Condition.STOPPED, "exit code 1", 2));
    assertThat(noteOf(degraded))
        .isEqualTo(note(DeploymentNote.Condition.DEGRADATION, "exit code 1", 3, 10));
    assertThat(noteOf(degraded.when(noted(B, Condition.READY, "", 3))))
        .isEqualTo(note(DeploymentNote.Condition.READY, "", 3, 11));
  }

  @Test
  void isInErrorOnlyWhenNoPodRunsAndSaysWhy() {
    String why = "no such image: bad:1";
    var oneReady =
        planned()
            .done(noted(A, Condition.READY, "", 1), noted(B, Condition.ERROR, why, 1))
            .when(noted(C, Condition.ERROR, why, 1));
    assertThat(noteOf(oneReady).condition()).isEqualTo(DeploymentNote.Condition.DEGRADATION);
    var none = planned().when(noted(A, Condition.ERROR, why, 1));
    assertThat(noteOf(none)).isEqualTo(note(DeploymentNote.Condition.ERROR, why, 3, 3));
    assertThat(noteOf(planned().when(noted(A, Condition.ERROR, "", 1))).message())
        .isEqualTo("a pod cannot run");
  }

  @Test
  void showsWhyAPodFindsNoNode() {
    String why = "no node takes it: 2 nodes: not enough memory";
    assertThat(noteOf(planned().when(noted(A, Condition.PROVISION, why, 1))))
        .isEqualTo(note(DeploymentNote.Condition.PROVISION, why, 3, 3));
  }

  @Test
  void replacesAPodThatIsLost() {
    var lost = ready().when(noted(B, Condition.LOST, "node n1 is lost", 2)).again();
    Ref substitute = pods(lost.state(), Stage.PLANNED).get(0);
    lost.then(
            new PodNoted(B, podNote(Condition.LOST, "node n1 is lost", 2)),
            new PodsPlanned(List.of(substitute)))
        .owes(tell(DeploymentNote.Condition.PROVISION, "", 3, 10), create(substitute));
    assertThat(pods(lost.state(), Stage.RETIRED)).containsExactly(B);
    lost.when(noted(B, Condition.REMOVED, "node n1 is lost", 3))
        .then(new PodNoted(B, podNote(Condition.REMOVED, "node n1 is lost", 3)));
    assertThat(DeploymentStatus.pods(lost.state())).doesNotContainKey(B).hasSize(3);
  }

  @Test
  void replacesAPodThatWasRemovedBehindItsBack() {
    var removed = ready().when(noted(A, Condition.REMOVED, "", 2));
    Ref substitute = pods(removed.state(), Stage.PLANNED).get(0);
    assertThat(pods(removed.state(), Stage.WANTED)).containsExactly(B, C);
    removed.owesAlso(create(substitute));
  }

  @Test
  void scalesUpWithNewPods() {
    var up = ready().when(new Scale(5, 1, 1)).again();
    List<Ref> added = pods(up.state(), Stage.PLANNED);
    assertThat(added).hasSize(2);
    up.then(new DeploymentScaled(5, 1), new PodsPlanned(added));
    assertThat(noteOf(up)).isEqualTo(note(DeploymentNote.Condition.PROVISION, "", 5, 10));
  }

  @Test
  void scalesFromFiveToOneToZeroAndForgetsThePodsThatAreGone() {
    var five = ready().done(new Scale(5, 1, 1));
    var one = five.when(new Scale(1, 2, 1)).again();
    assertThat(pods(one.state(), Stage.PLANNED, Stage.WANTED)).hasSize(1);
    List<Ref> retiring = pods(one.state(), Stage.RETIRING);
    assertThat(retiring).hasSize(4);
    for (Ref pod : retiring) {
      one.owesAlso(destroy(pod, "scaled down"));
    }
    var zero = five.when(new Scale(0, 3, 1)).again();
    assertThat(noteOf(zero))
        .extracting(DeploymentNote::condition, DeploymentNote::replicas)
        .containsExactly(DeploymentNote.Condition.READY, 0);
    for (Ref pod : List.copyOf(DeploymentStatus.pods(zero.state()).keySet())) {
      five.done(noted(pod, Condition.REMOVED, "scaled down", 9));
    }
    assertThat(DeploymentStatus.pods(five.state())).isEmpty();
    assertThat(five.exists()).isTrue();
  }

  @Test
  void aChangeOfTheNumberThatComesLateChangesNothing() {
    ready().done(new Scale(5, 2, 1)).when(new Scale(1, 1, 1)).changesNothing();
    given().when(new Scale(3, 1, 1)).changesNothing();
  }

  @ParameterizedTest
  @EnumSource(
      value = Condition.class,
      mode = Mode.EXCLUDE,
      names = {"READY", "LOST", "REMOVED"})
  void keepsThePodsThatWorkWhenItShrinks(Condition broken) {
    ready()
        .done(noted(C, broken, "why", 2))
        .when(new Scale(2, 1, 1))
        .then(new DeploymentScaled(2, 1), new PodsRetired(List.of(C), "scaled down"));
  }

  @Test
  void podsOnTheirWayOutDoNotCount() {
    var shrunk = ready().when(new Scale(2, 1, 1));
    assertThat(noteOf(shrunk)).isEqualTo(note(DeploymentNote.Condition.READY, "", 2, 10));
    Ref victim = pods(shrunk.state(), Stage.RETIRING).get(0);
    assertThat(noteOf(shrunk.when(noted(victim, Condition.STOPPED, "exit code 143", 2))))
        .isEqualTo(note(DeploymentNote.Condition.READY, "", 2, 10));
  }

  @Test
  void endsEachPodUntilThePodHasTakenItOrIsGone() {
    var shrunk = ready().done(new Scale(2, 1, 1));
    Ref victim = pods(shrunk.state(), Stage.RETIRING).get(0);
    Owed owed = destroy(victim, "scaled down");
    assertThat(shrunk.answer(owed, new Reply.Pending())).isEmpty();
    shrunk.whenAnswered(owed, Reply.OK).then(new RetirementConfirmed(victim)).again();
    assertThat(shrunk.owed()).doesNotContain(owed);

    var gone = ready().done(new Scale(2, 1, 1));
    gone.whenAnswered(owed, new Reply.Accepted(PodDecider.REMOVED));
    assertThat(DeploymentStatus.pods(gone.state())).doesNotContainKey(victim);
    gone.when(new ConfirmRetirement(victim)).changesNothing();
    ready().when(new ConfirmRetirement(A)).changesNothing();
  }

  @Test
  void endsWithAllItsPods() {
    var ending = ready().when(new Destroy("replaced by v2", 1)).again();
    ending
        .then(new DeploymentDestroyRequested("replaced by v2"))
        .owes(
            destroy(A, "replaced by v2"),
            destroy(B, "replaced by v2"),
            destroy(C, "replaced by v2"))
        .when(new Scale(5, 1, 1))
        .changesNothing();
    var last =
        ending
            .and()
            .done(noted(A, Condition.REMOVED, "", 2), noted(B, Condition.REMOVED, "", 2))
            .when(noted(C, Condition.REMOVED, "", 2))
            .then(new PodNoted(C, podNote(Condition.REMOVED, "", 2)), new DeploymentRemoved(1))
            .again();
    last.owes(tell(DeploymentNote.Condition.DESTROYED, "replaced by v2", 0, 14))
        .when(new Destroy("replaced by v2", 1))
        .then()
        .replies(REMOVED);
    assertThat(last.and().exists()).isFalse();
  }

  @Test
  void plansNoPodsWhileItEnds() {
    var ending = ready().done(new Destroy("replaced by v2", 1));
    ending
        .when(noted(A, Condition.LOST, "node n1 is lost", 2))
        .then(new PodNoted(A, podNote(Condition.LOST, "node n1 is lost", 2)));
  }

  @Test
  void anEmptyOneIsGoneAtOnce() {
    given()
        .done(new Create(deploymentSpec(1, 0, "web:1")))
        .when(new Destroy("replaced by v2", 1))
        .then(new DeploymentDestroyRequested("replaced by v2"), new DeploymentRemoved(1));
  }

  @Test
  void isNeverCreatedAfterItsEnd() {
    given()
        .when(new Destroy("replaced by v2", 1))
        .then(new DeploymentRemoved(1))
        .replies(REMOVED)
        .again()
        .when(new Create(deploymentSpec(1, 3, "web:1")))
        .changesNothing()
        .owes();
    removed().when(new Create(deploymentSpec(1, 3, "web:1"))).changesNothing();
  }

  private static Given<DeploymentCommand, DeploymentEvent, DeploymentState> removed() {
    return given()
        .done(new Create(deploymentSpec(1, 0, "web:1")), new Destroy("removed by a user", 1));
  }

  @Test
  void aLaterVersionMayHaveTheNameOfOneThatIsGone() {
    var anew = removed().when(new Create(deploymentSpec(2, 1, "web:2"))).again();
    assertThat(anew.events()).hasSize(2);
    assertThat(anew.state()).isInstanceOf(DeploymentState.Active.class);
  }

  @Test
  void aLaterVersionMayHaveTheNameOfOneThatWasNeverCreated() {
    var gone = given().done(new Destroy("replaced by v3", 2));
    gone.when(new Create(deploymentSpec(2, 1, "web:2"))).changesNothing();
    var anew = gone.when(new Create(deploymentSpec(4, 1, "web:4")));
    assertThat(anew.events())
        .hasSize(2)
        .contains(new DeploymentCreated(deploymentSpec(4, 1, "web:4")));
  }

  @Test
  void anEndThatOvertakesItsCreationIsRememberedBesideOneThatIsGone() {
    removed()
        .when(new Destroy("replaced by v5", 4))
        .then(new DeploymentRemoved(4))
        .replies(REMOVED)
        .again()
        .when(new Create(deploymentSpec(4, 1, "web:4")))
        .changesNothing();
  }

  @Test
  void whatWasMeantForAnEarlierOneOfItsNameComesTooLate() {
    var later = removed().done(new Create(deploymentSpec(2, 0, "web:2")));
    later.when(new Scale(5, 3, 1)).changesNothing();
    later.when(new Destroy("removed by a user", 1)).then().replies(REMOVED);
    later.when(new Create(deploymentSpec(1, 3, "web:1").resized(3))).changesNothing();
    later.when(new Scale(0, 3, 2)).then(new DeploymentScaled(0, 3));
  }

  @Test
  void endsItselfWhenItsServiceDoesNotKnowIt() {
    Owed told = tell(DeploymentNote.Condition.PROVISION, "", 3, 1);
    Reply unknown = Reply.refused(Code.NOT_FOUND, "no deployment v1");
    planned()
        .whenAnswered(told, unknown)
        .then(new DeploymentDestroyRequested("its service does not know it"));
    var gone = removed();
    gone.whenAnswered(gone.owed().get(0), unknown).owes();
  }

  @Test
  void anAnswerAboutAnOldNoteDoesNotPayForTheNewOne() {
    planned()
        .done(noted(A, Condition.ERROR, "no such image", 1))
        .when(new ConfirmNote(note(DeploymentNote.Condition.PROVISION, "", 3, 1)))
        .then(new DeploymentNoteTaken(note(DeploymentNote.Condition.PROVISION, "", 3, 1)))
        .owesAlso(tell(DeploymentNote.Condition.ERROR, "no such image", 3, 3));
  }
}

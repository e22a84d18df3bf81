package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.WEB;
import static io.troupe.core.scenario.Demo.deployment;
import static io.troupe.core.scenario.Demo.deploymentSpec;
import static io.troupe.core.scenario.Demo.note;
import static io.troupe.core.scenario.Demo.patch;
import static io.troupe.core.scenario.Demo.service;
import static io.troupe.core.scenario.Demo.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.deployment.DeploymentDecider;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentNote.Condition;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServiceCommand.AddDeployment;
import io.troupe.core.service.ServiceCommand.Admit;
import io.troupe.core.service.ServiceCommand.ConfirmDeployment;
import io.troupe.core.service.ServiceCommand.ConfirmRetirement;
import io.troupe.core.service.ServiceCommand.Create;
import io.troupe.core.service.ServiceCommand.NoteDeployment;
import io.troupe.core.service.ServiceCommand.RetireDeployment;
import io.troupe.core.service.ServiceCommand.Scale;
import io.troupe.core.service.ServiceCommand.ScaleDeployment;
import io.troupe.core.service.ServiceCommand.Update;
import io.troupe.core.service.ServiceDecider;
import io.troupe.core.service.ServiceEvent;
import io.troupe.core.service.ServiceEvent.DeploymentActivated;
import io.troupe.core.service.ServiceEvent.DeploymentConfirmed;
import io.troupe.core.service.ServiceEvent.DeploymentNoted;
import io.troupe.core.service.ServiceEvent.DeploymentPlanned;
import io.troupe.core.service.ServiceEvent.DeploymentResized;
import io.troupe.core.service.ServiceEvent.DeploymentRetired;
import io.troupe.core.service.ServiceEvent.RetirementConfirmed;
import io.troupe.core.service.ServiceEvent.ServiceAdmitted;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceState.Child;
import io.troupe.core.service.ServiceStatus;
import io.troupe.core.template.Selector;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A service and its deployments: which is current, which serves, which ends.
class RolloutTest {
  private static Given<ServiceCommand, ServiceEvent, ServiceState> granted() {
    return Given.nothing(new ServiceDecider(), WEB)
        .done(new Create(patch(3, "web:1")), new Admit(1, false));
  }

  /// `v1` runs `web:1` and serves.
  private static Given<ServiceCommand, ServiceEvent, ServiceState> serving() {
    return granted().done(new ConfirmDeployment("v1", 0), noted("v1", Condition.READY, "", 3, 2));
  }

  /// `v2` runs `web:2` and is on its way while `v1` serves.
  private static Given<ServiceCommand, ServiceEvent, ServiceState> changing() {
    return serving().done(image("web:2"), new ConfirmDeployment("v2", 0));
  }

  private static Update image(String image) {
    return new Update(patch(null, template(image)), false);
  }

  private static NoteDeployment noted(
      String name, Condition condition, String message, int replicas, long version) {
    return new NoteDeployment(name, note(condition, message, replicas, version), number(name));
  }

  /// The version of a deployment that is named by it; of others the one that follows on `v1`.
  private static int number(String name) {
    return name.startsWith("v") ? Integer.parseInt(name.substring(1)) : 2;
  }

  private static Owed destroy(String name, String reason) {
    return new Owed.Ask(deployment(name), new DeploymentCommand.Destroy(reason, number(name)));
  }

  private static Owed scale(String name, int replicas, int resize) {
    return new Owed.Ask(
        deployment(name), new DeploymentCommand.Scale(replicas, resize, number(name)));
  }

  private static ServiceState.Active active(ServiceState state) {
    assertThat(state).isInstanceOf(ServiceState.Active.class);
    return (ServiceState.Active) state;
  }

  private static ServiceStatus status(ServiceState state) {
    return ServiceStatus.of(state);
  }

  @Test
  void makesADeploymentOnceItIsGranted() {
    Owed create =
        new Owed.Ask(deployment("v1"), new DeploymentCommand.Create(deploymentSpec(1, 3, "web:1")));
    Given.nothing(new ServiceDecider(), WEB)
        .done(new Create(patch(3, "web:1")))
        .when(new Admit(1, false))
        .then(
            new ServiceAdmitted(service(3, "web:1"), 1, ""),
            new DeploymentPlanned("v1", deploymentSpec(1, 3, "web:1")))
        .owes(create)
        .and()
        .whenAnswered(create, Reply.OK)
        .then(new DeploymentConfirmed("v1", 0))
        .again()
        .owes();
    assertThat(granted().answer(create, new Reply.Pending())).isEmpty();
  }

  @Test
  void theFirstDeploymentServesOnceItIsReady() {
    var ready =
        granted()
            .when(noted("v1", Condition.READY, "", 3, 2))
            .then(
                new DeploymentNoted("v1", note(Condition.READY, "", 3, 2)),
                new DeploymentActivated("v1"))
            .again();
    assertThat(status(ready.state())).isEqualTo(new ServiceStatus("ready", ""));
  }

  @Test
  void isNotReadyOnWordOfAnotherNumberOfPods() {
    var early = granted().when(noted("v1", Condition.READY, "", 0, 1));
    assertThat(early.events()).hasSize(1);
    assertThat(status(early.state()).state()).isEqualTo("provision");
  }

  @Test
  void aNewImageIsANewDeploymentWhileTheOldOneServes() {
    var changed =
        serving()
            .when(image("web:2"))
            .then(
                new ServiceAdmitted(service(3, "web:2"), 2, ""),
                new DeploymentPlanned("v2", deploymentSpec(2, 3, "web:2")))
            .owes(
                new Owed.Ask(
                    deployment("v2"), new DeploymentCommand.Create(deploymentSpec(2, 3, "web:2"))));
    assertThat(active(changed.state()).active()).isEqualTo("v1");
    assertThat(active(changed.state()).deployments().get("v1").wanted()).isTrue();
    assertThat(status(changed.state()).state()).isEqualTo("provision");
  }

  @Test
  void theOldDeploymentEndsWhenTheNewOneIsReady() {
    var switched =
        changing()
            .when(noted("v2", Condition.READY, "", 3, 2))
            .then(
                new DeploymentNoted("v2", note(Condition.READY, "", 3, 2)),
                new DeploymentActivated("v2"),
                new DeploymentRetired("v1", "replaced by v2"))
            .owes(destroy("v1", "replaced by v2"));
    switched
        .and()
        .whenAnswered(destroy("v1", "replaced by v2"), Reply.OK)
        .then(new RetirementConfirmed("v1"))
        .again()
        .owes();
    switched.when(noted("v1", Condition.DESTROYED, "", 0, 5));
    assertThat(active(switched.state()).deployments()).containsOnlyKeys("v2");
  }

  @Test
  void aBadImageLeavesTheOldOneServingAndSaysWhy() {
    var failed = changing().when(noted("v2", Condition.ERROR, "no such image: web:2", 3, 2));
    failed.then(new DeploymentNoted("v2", note(Condition.ERROR, "no such image: web:2", 3, 2)));
    assertThat(active(failed.state()).active()).isEqualTo("v1");
    assertThat(active(failed.state()).deployments().get("v1").wanted()).isTrue();
    assertThat(status(failed.state()))
        .isEqualTo(new ServiceStatus("error", "no such image: web:2"));
  }

  @Test
  void twoQuickChangesCancelTheOneInBetween() {
    var third =
        changing()
            .when(image("web:3"))
            .then(
                new ServiceAdmitted(service(3, "web:3"), 3, ""),
                new DeploymentPlanned("v3", deploymentSpec(3, 3, "web:3")),
                new DeploymentRetired("v2", "replaced by v3"))
            .owesAlso(destroy("v2", "replaced by v3"));
    assertThat(active(third.state()).deployments().get("v1").wanted()).isTrue();
  }

  @Test
  void aChangeBackMakesTheServingDeploymentCurrentAgain() {
    var back =
        changing()
            .when(image("web:1"))
            .then(
                new ServiceAdmitted(service(3, "web:1"), 3, ""),
                new DeploymentRetired("v2", "replaced by v1"));
    assertThat(active(back.state()).active()).isEqualTo("v1");
    assertThat(status(back.state())).isEqualTo(new ServiceStatus("ready", ""));
  }

  @Test
  void aChangeBackFromABadImageIsARollback() {
    var back =
        changing().done(noted("v2", Condition.ERROR, "no such image", 3, 2)).when(image("web:1"));
    assertThat(status(back.state())).isEqualTo(new ServiceStatus("ready", ""));
    assertThat(active(back.state()).deployments().get("v2").end()).isEqualTo(Child.End.RETIRING);
  }

  @Test
  void redeployMakesANewDeploymentOfTheSame() {
    var redeployed = serving().when(new Update(patch(null, template("web:1")), true));
    assertThat(active(redeployed.state()).deployments()).containsOnlyKeys("v1", "v2");
    assertThat(active(redeployed.state()).deployments().get("v2").spec().template())
        .isEqualTo(template("web:1"));
    assertThat(active(redeployed.state()).active()).isEqualTo("v1");
  }

  @Test
  void anotherSelectorIsANewDeployment() {
    var moved =
        serving()
            .when(
                new Update(
                    new io.troupe.core.service.ServicePatch(
                        null,
                        null,
                        null,
                        new Selector("", Map.of("disk", "ssd")),
                        null,
                        null,
                        null,
                        null),
                    false));
    assertThat(active(moved.state()).deployments()).containsOnlyKeys("v1", "v2");
  }

  @Test
  void anotherDescriptionIsNoNewDeployment() {
    var described =
        serving()
            .when(
                new Update(
                    new io.troupe.core.service.ServicePatch(
                        "the shop", null, null, null, null, null, null, null),
                    false));
    assertThat(described.events()).hasSize(1);
    assertThat(active(described.state()).deployments()).containsOnlyKeys("v1");
  }

  @Test
  void scalesTheDeploymentItHas() {
    var scaled =
        serving()
            .done(new Scale(5))
            .when(new Admit(2, false))
            .then(new ServiceAdmitted(service(5, "web:1"), 2, ""), new DeploymentResized("v1", 5))
            .owes(scale("v1", 5, 1));
    assertThat(status(scaled.state()).state()).isEqualTo("provision");
    scaled
        .and()
        .whenAnswered(scale("v1", 5, 1), Reply.OK)
        .then(new DeploymentConfirmed("v1", 1))
        .owes();
    assertThat(status(scaled.when(noted("v1", Condition.READY, "", 5, 4)).state()).state())
        .isEqualTo("ready");
  }

  @Test
  void zeroReplicasAreReady() {
    var none =
        serving()
            .done(new Scale(0), new Admit(2, false), new ConfirmDeployment("v1", 1))
            .when(noted("v1", Condition.READY, "", 0, 3));
    assertThat(status(none.state())).isEqualTo(new ServiceStatus("ready", ""));
    none.owes();
  }

  @Test
  void aConfirmationOfAnEarlierNumberDoesNotPayForTheLater() {
    serving()
        .done(new Scale(5), new Admit(2, false), new Scale(1), new Admit(3, false))
        .when(new ConfirmDeployment("v1", 1))
        .then(new DeploymentConfirmed("v1", 1))
        .owes(scale("v1", 1, 2));
  }

  @Test
  void aDegradedServiceSaysWhy() {
    var degraded = serving().when(noted("v1", Condition.DEGRADATION, "exit code 1", 3, 3));
    assertThat(status(degraded.state())).isEqualTo(new ServiceStatus("degradation", "exit code 1"));
  }

  @Test
  void newsThatCameEarlierButArriveLaterChangeNothing() {
    serving().when(noted("v1", Condition.PROVISION, "", 3, 1)).changesNothing();
  }

  @Test
  void aDeploymentItDoesNotHaveIsToldSoUnlessItIsGoneAnyway() {
    serving().when(noted("v9", Condition.READY, "", 3, 1)).isRefused(Code.NOT_FOUND, "v9");
    serving().when(noted("v9", Condition.DESTROYED, "", 0, 1)).changesNothing();
  }

  @Test
  void aCurrentDeploymentThatIsRetiredIsFollowedByANewOne() {
    var retired =
        serving()
            .when(new RetireDeployment("v1"))
            .then(
                new DeploymentRetired("v1", "removed by a user"),
                new DeploymentPlanned("v2", deploymentSpec(2, 3, "web:1")))
            .again()
            .owesAlso(destroy("v1", "removed by a user"));
    retired.when(new RetireDeployment("v9")).isRefused(Code.NOT_FOUND, "'v9'");
  }

  @Test
  void aCurrentDeploymentThatVanishesIsFollowedByANewOne() {
    var gone = serving().when(noted("v1", Condition.DESTROYED, "", 0, 9));
    gone.then(
        new DeploymentNoted("v1", note(Condition.DESTROYED, "", 0, 9)),
        new DeploymentPlanned("v2", deploymentSpec(2, 3, "web:1")));
    assertThat(active(gone.state()).active()).isEmpty();
  }

  @Test
  void aDeploymentThatWasGoneBeforeItCouldEndIsForgotten() {
    var ending = changing().done(noted("v2", Condition.READY, "", 3, 2));
    ending.whenAnswered(
        destroy("v1", "replaced by v2"), new Reply.Accepted(DeploymentDecider.REMOVED));
    assertThat(active(ending.state()).deployments()).containsOnlyKeys("v2");
    ending.when(new ConfirmRetirement("v1")).changesNothing();
    ending.when(new ConfirmRetirement("v2")).changesNothing();
    ending.when(new ConfirmDeployment("v1", 0)).changesNothing();
  }

  @Test
  void aDeploymentMadeByHandRunsBesideTheServingOneUntilItIsReady() {
    var added = serving().when(new AddDeployment("blue", 3, null, template("web:2")));
    assertThat(added.events().get(1))
        .isInstanceOfSatisfying(
            DeploymentPlanned.class, planned -> assertThat(planned.name()).isEqualTo("blue"));
    assertThat(active(added.state()).active()).isEqualTo("v1");
    added
        .when(new AddDeployment("blue", 3, null, template("web:2")))
        .isRefused(Code.NOT_UNIQUE, "'blue'");
    var ready = added.when(noted("blue", Condition.READY, "", 3, 2));
    assertThat(active(ready.state()).active()).isEqualTo("blue");
    assertThat(active(ready.state()).deployments().get("v1").wanted()).isFalse();
  }

  @Test
  void theWordOfAnEarlierDeploymentOfTheNameIsNotTheLaterOnes() {
    NoteDeployment gone = noted("blue", Condition.DESTROYED, "", 0, 9);
    var again =
        serving()
            .done(new AddDeployment("blue", 3, null, template("web:2")), image("web:1"), gone)
            .done(new AddDeployment("blue", 3, null, template("web:3")));
    again.when(gone).changesNothing();
    again.when(noted("blue", Condition.READY, "", 3, 5)).isRefused(Code.NOT_FOUND, "blue");
    assertThat(active(again.state()).deployments().get("blue").spec().version()).isEqualTo(4);
  }

  @Test
  void aDeploymentMadeByHandOfAnotherSizeIsGrantedFirst() {
    var granted =
        serving()
            .when(new AddDeployment("blue", 5, null, template("web:2")))
            .waits()
            .when(new Admit(2, false));
    Child blue = active(granted.state()).deployments().get("blue");
    assertThat(blue.spec().replicas()).isEqualTo(5);
    assertThat(active(granted.state()).deployments().get("v1").spec().replicas()).isEqualTo(3);
  }

  @Test
  void aNumberThatAUserHasTakenAsANameIsPassedOver() {
    var taken = serving().done(new AddDeployment("v3", 3, null, template("web:2")));
    var next = taken.when(image("web:4"));
    assertThat(active(next.state()).deployments()).containsKeys("v1", "v3", "v4");
  }

  @Test
  void scalingTheCurrentDeploymentScalesTheService() {
    serving().when(new ScaleDeployment("v1", 5)).waits();
    serving().when(new ScaleDeployment("v1", 3)).changesNothing();
    serving().when(new ScaleDeployment("v9", 3)).isRefused(Code.NOT_FOUND, "'v9'");
  }

  @Test
  void theServingDeploymentCanBeScaledWhileAnotherIsOnItsWay() {
    changing()
        .when(new ScaleDeployment("v1", 1))
        .then(new DeploymentResized("v1", 1))
        .again()
        .owes(scale("v1", 1, 1));
  }

  @Test
  void aChangeBackBringsTheServingDeploymentToTheNumberWanted() {
    var scaled = changing().done(new Scale(5), new Admit(3, false));
    assertThat(active(scaled.state()).deployments().get("v1").spec().replicas()).isEqualTo(3);
    var back = scaled.when(image("web:1"));
    assertThat(active(back.state()).deployments().get("v1").spec().replicas()).isEqualTo(5);
    assertThat(status(back.state()).state()).isEqualTo("provision");
    assertThat(new DeploymentNote(Condition.READY, "", 3, 2))
        .isEqualTo(active(back.state()).deployments().get("v1").note());
  }

  @Test
  void theStatusOfSomethingThatIsNotThereIsDestroyed() {
    assertThat(status(new ServiceDecider().empty()).state()).isEqualTo("destroyed");
  }
}

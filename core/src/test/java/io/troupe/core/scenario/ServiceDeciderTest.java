package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.NAMESPACE;
import static io.troupe.core.scenario.Demo.WEB;
import static io.troupe.core.scenario.Demo.deployment;
import static io.troupe.core.scenario.Demo.deploymentSpec;
import static io.troupe.core.scenario.Demo.limits;
import static io.troupe.core.scenario.Demo.note;
import static io.troupe.core.scenario.Demo.patch;
import static io.troupe.core.scenario.Demo.service;
import static io.troupe.core.scenario.Demo.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespaceDecider;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServiceCommand.AddDeployment;
import io.troupe.core.service.ServiceCommand.Admit;
import io.troupe.core.service.ServiceCommand.Apply;
import io.troupe.core.service.ServiceCommand.ConfirmDismissal;
import io.troupe.core.service.ServiceCommand.Create;
import io.troupe.core.service.ServiceCommand.NoteDeployment;
import io.troupe.core.service.ServiceCommand.Refuse;
import io.troupe.core.service.ServiceCommand.Remove;
import io.troupe.core.service.ServiceCommand.RetireDeployment;
import io.troupe.core.service.ServiceCommand.Scale;
import io.troupe.core.service.ServiceCommand.ScaleDeployment;
import io.troupe.core.service.ServiceCommand.Update;
import io.troupe.core.service.ServiceDecider;
import io.troupe.core.service.ServiceEvent;
import io.troupe.core.service.ServiceEvent.ServiceDismissed;
import io.troupe.core.service.ServiceEvent.ServiceRefused;
import io.troupe.core.service.ServiceEvent.ServiceRemoved;
import io.troupe.core.service.ServiceEvent.ServiceRequested;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceStatus;
import io.troupe.core.template.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service and its namespace: what is wished, granted, refused and removed. What follows for its
/// deployments is in [RolloutTest].
class ServiceDeciderTest {
  private static final Refusal QUOTA = new Refusal(Code.QUOTA, "resources ram limit exceeded");

  private static Given<ServiceCommand, ServiceEvent, ServiceState> given() {
    return Given.nothing(new ServiceDecider(), WEB);
  }

  private static Given<ServiceCommand, ServiceEvent, ServiceState> requested() {
    return given().events(new ServiceRequested(service(3, "web:1"), 1, ""));
  }

  private static Given<ServiceCommand, ServiceEvent, ServiceState> active() {
    return requested().done(new Admit(1, false));
  }

  private static Owed admit(long generation, Limits limits, int replicas) {
    return new Owed.Ask(
        NAMESPACE, new NamespaceCommand.Admit(WEB, generation, List.of(limits), replicas));
  }

  /// The same of what it has already.
  private static Owed held(long generation, Limits limits, int replicas) {
    return new Owed.Ask(
        NAMESPACE, new NamespaceCommand.Admit(WEB, generation, List.of(limits), replicas, true));
  }

  private static String status(ServiceState state) {
    return ServiceStatus.of(state).state();
  }

  @Test
  void asksItsNamespaceBeforeItExists() {
    var created =
        given()
            .when(new Create(patch(3, "web:1")))
            .then(new ServiceRequested(service(3, "web:1"), 1, ""))
            .waits()
            .owes(admit(1, limits(100, 64), 3));
    assertThat(created.and().exists()).isFalse();
    assertThat(status(created.state())).isEqualTo("created");
    created.when(new Create(patch(3, "web:1"))).isRefused(Code.NOT_UNIQUE, "'web'");
  }

  @Test
  void existsOnceItIsGranted() {
    var admitted = requested().whenAnswered(admit(1, limits(100, 64), 3), Reply.OK);
    admitted.settles(Reply.OK).again();
    assertThat(admitted.and().exists()).isTrue();
    assertThat(status(admitted.state())).isEqualTo("provision");
    admitted.when(new Create(patch(3, "web:1"))).isRefused(Code.NOT_UNIQUE, "exists already");
  }

  @Test
  void aSecondGrantOfTheSameWishChangesNothing() {
    active().when(new Admit(1, false)).changesNothing();
    active().when(new Refuse(1, QUOTA)).changesNothing();
    requested().when(new Admit(7, false)).changesNothing();
  }

  @Test
  void waitsWhileTheNamespaceHasNotDecided() {
    assertThat(requested().answer(admit(1, limits(100, 64), 3), new Reply.Pending())).isEmpty();
  }

  @Test
  void isNothingAgainWhenTheNamespaceRefusesItAndTheUserHearsWhy() {
    var refused =
        requested()
            .whenAnswered(admit(1, limits(100, 64), 3), new Reply.Refused(QUOTA))
            .then(new ServiceRefused(1, QUOTA))
            .settles(new Reply.Refused(QUOTA))
            .again()
            .owes();
    assertThat(refused.and().exists()).isFalse();
    refused
        .when(new Create(patch(1, "web:1")))
        .then(new ServiceRequested(service(1, "web:1"), 2, ""))
        .waits();
  }

  @Test
  void takesTheLimitsThatItsNamespaceFillsIn() {
    var bare = given().done(new Create(patch(2, template("web:1", Limits.NONE))));
    var admitted =
        bare.whenAnswered(
            admit(1, Limits.NONE, 2), new Reply.Accepted(NamespaceDecider.LIMITS_DEFAULTED));
    var spec = ((ServiceState.Active) admitted.state()).spec();
    assertThat(spec.template().containers().get(0).limits())
        .isEqualTo(NamespaceDecider.DEFAULT_LIMITS);
  }

  @Test
  void isNotGrantedAnythingOnceItIsGone() {
    given().when(new Admit(1, false)).isRefused(Code.NOT_FOUND, "'web'");
    requested().done(new Remove()).when(new Admit(1, false)).isRefused(Code.NOT_FOUND);
  }

  @Test
  void keepsWhatItIsWhenAChangeIsRefused() {
    var scaled = active().when(new Scale(9)).waits().owesAlso(admit(2, limits(100, 64), 9));
    var refused = scaled.when(new Refuse(2, QUOTA)).settles(new Reply.Refused(QUOTA)).again();
    var state = (ServiceState.Active) refused.state();
    assertThat(state.spec()).isEqualTo(service(3, "web:1"));
    refused.owesAlso(held(3, limits(100, 64), 3));
    refused.and().when(new Scale(4)).waits().owesAlso(admit(4, limits(100, 64), 4));
  }

  @Test
  void isDismissedWhenItWasRefusedBeforeTheNamespaceKnewThatTheOneBeforeIsGone() {
    var again = requested().done(new Remove()).done(new Create(patch(3, "web:1")));
    var refused = again.when(new Refuse(2, QUOTA)).settles(new Reply.Refused(QUOTA)).again();
    assertThat(refused.and().exists()).isFalse();
    refused.owes(new Owed.Ask(NAMESPACE, new NamespaceCommand.Dismiss(WEB, 2)));
  }

  @Test
  void asksForWhatItHasWhenTheWishBeforeTheRefusedOneMayHaveBeenGranted() {
    var refused = active().done(new Scale(2)).done(new Scale(9)).when(new Refuse(3, QUOTA)).again();
    refused.owesAlso(held(4, limits(100, 64), 3));
    refused.and().when(new Refuse(4, QUOTA)).changesNothing();
    var restored = refused.and().done(new Admit(4, false));
    assertThat(((ServiceState.Active) restored.state()).wish()).isNull();
  }

  @Test
  void asksOnlyForWhatTakesMoreOrLess() {
    var other = active().when(new Update(patch(null, template("web:2")), false));
    assertThat(other.events()).hasSize(3);
    other.replies(Reply.OK);
    active().when(new Update(patch(null, template("web:1", limits(200, 64))), false)).waits();
    active().when(new Scale(4)).waits();
  }

  @Test
  void whatChangesNothingIsAnsweredAtOnce() {
    active().when(new Scale(3)).changesNothing();
    active().when(new Update(patch(3, "web:1"), false)).changesNothing();
    active().when(new Apply(patch(3, "web:1"), false)).changesNothing();
  }

  @Test
  void aFurtherChangeBuildsOnTheOneThatWaits() {
    var twice =
        active()
            .done(new Scale(5))
            .when(new Update(patch(null, template("web:2")), false))
            .then(new ServiceRequested(service(5, "web:2"), 3, ""))
            .waits();
    twice.when(new Admit(2, false)).changesNothing();
    twice.when(new Admit(3, false)).settles(Reply.OK);
    assertThat(((ServiceState.Active) twice.state()).spec()).isEqualTo(service(5, "web:2"));
  }

  @Test
  void applyCreatesAndChangesAsNeedBe() {
    given()
        .when(new Apply(patch(3, "web:1"), false))
        .then(new ServiceRequested(service(3, "web:1"), 1, ""))
        .waits()
        .when(new Apply(patch(4, "web:1"), false))
        .then(new ServiceRequested(service(4, "web:1"), 2, ""))
        .waits()
        .owes(admit(2, limits(100, 64), 4));
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    given().when(new Update(patch(1, "web:1"), false)).isRefused(Code.NOT_FOUND, "'web'");
    given().when(new Scale(1)).isRefused(Code.NOT_FOUND, "'web'");
    given().when(new Remove()).isRefused(Code.NOT_FOUND, "'web'");
    given().when(new ScaleDeployment("v1", 1)).isRefused(Code.NOT_FOUND, "'v1'");
    given().when(new RetireDeployment("v1")).isRefused(Code.NOT_FOUND, "'v1'");
    given()
        .when(new AddDeployment("blue", 1, null, template("web:1")))
        .isRefused(Code.NOT_FOUND, "'web'");
    given().when(new ConfirmDismissal()).changesNothing();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesNumbersOfPodsThatCannotBeMeant(int replicas) {
    String words = "replicas must be 0 to 10000, not " + replicas;
    given().when(new Create(patch(replicas, template("web:1")))).isRefused(Code.INVALID, words);
    given().when(new Apply(patch(replicas, template("web:1")), false)).isRefused(Code.INVALID);
    active().when(new Update(patch(replicas, template("web:1")), false)).isRefused(Code.INVALID);
    active().when(new Scale(replicas)).isRefused(Code.INVALID, words);
    active().when(new ScaleDeployment("v1", replicas)).isRefused(Code.INVALID, words);
    active()
        .when(new AddDeployment("blue", replicas, null, template("web:1")))
        .isRefused(Code.INVALID, words);
  }

  @Test
  void isRemovedWithItsDeployments() {
    var removing = active().done(new ServiceCommand.ConfirmDeployment("v1", 0)).when(new Remove());
    removing
        .then(new ServiceEvent.ServiceDestroyRequested())
        .again()
        .owes(
            new Owed.Ask(
                deployment("v1"), new DeploymentCommand.Destroy("the service is removed", 1)));
    assertThat(status(removing.state())).isEqualTo("destroy");
    removing.when(new Create(patch(1, "web:1"))).isRefused(Code.NOT_UNIQUE, "still being removed");
    removing.when(new Update(patch(1, "web:1"), false)).isRefused(Code.CONFLICT, "being removed");
    removing
        .when(gone("v1", 5))
        .then(
            new ServiceEvent.DeploymentNoted(
                "v1", note(io.troupe.core.deployment.DeploymentNote.Condition.DESTROYED, "", 0, 5)),
            new ServiceRemoved())
        .again()
        .owes(dismiss(1));
  }

  private static NoteDeployment gone(String name, long version) {
    return new NoteDeployment(
        name,
        note(io.troupe.core.deployment.DeploymentNote.Condition.DESTROYED, "", 0, version),
        1);
  }

  private static Owed dismiss(long generation) {
    return new Owed.Ask(NAMESPACE, new NamespaceCommand.Dismiss(WEB, generation));
  }

  @Test
  void owesItsNamespaceTheWordThatItIsGone() {
    var removed = active().done(new Remove(), gone("v1", 5));
    assertThat(removed.exists()).isFalse();
    removed.whenAnswered(dismiss(1), Reply.OK).then(new ServiceDismissed()).again().owes();
  }

  @Test
  void aServiceWithoutDeploymentsIsGoneAtOnce() {
    given()
        .done(new Create(patch(1, (io.troupe.core.template.PodTemplate) null)), new Admit(1, false))
        .when(new Remove())
        .then(new ServiceEvent.ServiceDestroyRequested(), new ServiceRemoved())
        .owes(dismiss(1));
  }

  @Test
  void whoWaitsForAGrantHearsOfTheRemoval() {
    Reply meanwhile = Reply.refused(Code.CONFLICT, "service 'web' was removed meanwhile");
    requested().when(new Remove()).then(new ServiceRemoved()).settles(meanwhile).again();
    active().done(new Scale(5)).when(new Remove()).settles(meanwhile);
  }

  @Test
  void comesBackWithHigherNumbersThanItEverHad() {
    var back = active().done(new Remove(), gone("v1", 5), new ConfirmDismissal());
    back.when(new Create(patch(3, "web:1")))
        .then(new ServiceRequested(service(3, "web:1"), 2, ""))
        .when(new Admit(2, false))
        .owes(
            new Owed.Ask(
                deployment("v2"), new DeploymentCommand.Create(deploymentSpec(2, 3, "web:1"))));
  }

  @Test
  void mayComeBackBeforeItsNamespaceKnowsThatItWasGone() {
    active()
        .done(new Remove(), gone("v1", 5))
        .when(new Create(patch(3, "web:1")))
        .waits()
        .owes(admit(2, limits(100, 64), 3))
        .when(new ConfirmDismissal())
        .changesNothing();
  }

  @Test
  void somethingWithoutContainersIsReady() {
    var bare =
        given()
            .done(
                new Create(patch(1, (io.troupe.core.template.PodTemplate) null)),
                new Admit(1, false));
    assertThat(status(bare.state())).isEqualTo("ready");
    assertThat(bare.owed()).isEmpty();
  }
}

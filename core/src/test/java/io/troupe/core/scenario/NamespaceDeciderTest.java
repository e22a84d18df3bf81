package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.NAMESPACE;
import static io.troupe.core.scenario.Demo.WEB;
import static io.troupe.core.scenario.Demo.limits;
import static io.troupe.core.scenario.Demo.namespace;
import static io.troupe.core.scenario.Demo.quota;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespaceCommand.Admit;
import io.troupe.core.namespace.NamespaceCommand.ConfirmGrant;
import io.troupe.core.namespace.NamespaceCommand.Create;
import io.troupe.core.namespace.NamespaceCommand.Dismiss;
import io.troupe.core.namespace.NamespaceCommand.Remove;
import io.troupe.core.namespace.NamespaceCommand.Update;
import io.troupe.core.namespace.NamespaceDecider;
import io.troupe.core.namespace.NamespaceEvent;
import io.troupe.core.namespace.NamespaceEvent.ChildAdmitted;
import io.troupe.core.namespace.NamespaceEvent.ChildDismissed;
import io.troupe.core.namespace.NamespaceEvent.Grant;
import io.troupe.core.namespace.NamespaceEvent.GrantConfirmed;
import io.troupe.core.namespace.NamespaceEvent.NamespaceChanged;
import io.troupe.core.namespace.NamespaceEvent.NamespaceCreated;
import io.troupe.core.namespace.NamespaceEvent.NamespaceRemoved;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespaceSpec;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.namespace.Quota;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.template.Limits;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceDeciderTest {
  private static final Ref API = new Ref(Kind.SERVICE, "demo:api");
  private static final NamespacePatch NO_PATCH = new NamespacePatch(null, null, null, null, null);

  private static Given<NamespaceCommand, NamespaceEvent, NamespaceState> given() {
    return Given.nothing(new NamespaceDecider(), NAMESPACE);
  }

  private static Given<NamespaceCommand, NamespaceEvent, NamespaceState> withQuota(Quota quota) {
    return given()
        .events(new NamespaceCreated(new NamespaceSpec("", Map.of(), "", Quota.NONE, quota)));
  }

  private static Admit admit(Ref child, long generation, Limits limits, int replicas) {
    return new Admit(child, generation, List.of(limits), replicas);
  }

  private static Limits allocated(When<?, ?, NamespaceState> when) {
    return ((NamespaceState.Present) when.state()).allocated();
  }

  @Test
  void isCreatedOnceWithWhatIsGiven() {
    given()
        .when(new Create(namespace(256, 1000)))
        .then(
            new NamespaceCreated(new NamespaceSpec("", Map.of(), "", Quota.NONE, quota(256, 1000))))
        .replies(Reply.OK)
        .owes()
        .when(new Create(NO_PATCH))
        .isRefused(Code.NOT_UNIQUE, "'demo'", "exists already");
  }

  @Test
  void whatIsNotThereCanBeNeitherChangedNorRemovedNorLivedIn() {
    given().when(new Update(NO_PATCH)).isRefused(Code.NOT_FOUND, "'demo'", "create it first");
    given().when(new Remove()).isRefused(Code.NOT_FOUND, "'demo'");
    given().when(admit(WEB, 1, Limits.NONE, 1)).isRefused(Code.NOT_FOUND, "create it first");
    given().when(new Dismiss(WEB, 1)).changesNothing();
    given().when(new ConfirmGrant(WEB, 1)).changesNothing();
  }

  @Test
  void anUpdateChangesWhatItGivesAndKeepsTheRest() {
    var changed = new NamespaceSpec("Shop", Map.of("team", "a"), "", Quota.NONE, quota(256, 1000));
    withQuota(quota(256, 1000))
        .when(new Update(new NamespacePatch("Shop", Map.of("team", "a"), null, null, null)))
        .then(new NamespaceChanged(changed))
        .again()
        .when(
            new Update(
                new NamespacePatch(
                    null,
                    null,
                    null,
                    null,
                    new NamespacePatch.QuotaPatch(null, Cpu.millis(2000), null))))
        .then(
            new NamespaceChanged(
                new NamespaceSpec("Shop", Map.of("team", "a"), "", Quota.NONE, quota(256, 2000))));
  }

  @Test
  void grantsWhatFitsAndOwesTheGrantUntilTheChildHasIt() {
    Grant grant = new Grant(1, limits(300, 192), false, false);
    Owed owed = new Owed.Ask(WEB, new ServiceCommand.Admit(1, false));
    var admitted =
        withQuota(quota(256, 1000))
            .when(admit(WEB, 1, limits(100, 64), 3))
            .then(new ChildAdmitted(WEB, grant))
            .replies(Reply.OK)
            .again()
            .owes(owed);
    assertThat(allocated(admitted)).isEqualTo(limits(300, 192));
    admitted.and().whenAnswered(owed, Reply.OK).then(new GrantConfirmed(WEB)).again().owes();
  }

  @Test
  void takesTheGrantBackFromAChildThatIsGone() {
    var admitted = withQuota(quota(256, 1000)).when(admit(WEB, 1, limits(100, 64), 3));
    Owed owed = new Owed.Ask(WEB, new ServiceCommand.Admit(1, false));
    assertThat(admitted.and().answer(owed, new Reply.Pending())).isEmpty();
    var dismissed =
        admitted
            .and()
            .whenAnswered(owed, Reply.refused(Code.NOT_FOUND, "gone"))
            .then(new ChildDismissed(WEB))
            .again()
            .owes();
    assertThat(allocated(dismissed)).isEqualTo(Limits.NONE);
  }

  @Test
  void fillsInLimitsThatAreMissingAtCreationAndSaysSo() {
    withQuota(quota(1024, 4000))
        .when(new Admit(WEB, 1, List.of(Limits.NONE, limits(0, 64)), 2))
        .then(new ChildAdmitted(WEB, new Grant(1, limits(400, 384), true, false)))
        .replies(new Reply.Accepted(NamespaceDecider.LIMITS_DEFAULTED))
        .again()
        .owes(new Owed.Ask(WEB, new ServiceCommand.Admit(1, true)));
  }

  @Test
  void fillsInNothingWhereNothingIsLimited() {
    withQuota(Quota.NONE)
        .when(admit(WEB, 1, Limits.NONE, 5))
        .then(new ChildAdmitted(WEB, new Grant(1, Limits.NONE, false, false)))
        .replies(Reply.OK);
  }

  @Test
  void fillsInLimitsThatAChangeDoesNotGiveSoThatApplyingTwiceIsTheSame() {
    withQuota(quota(1024, 4000))
        .done(admit(WEB, 1, Limits.NONE, 1))
        .when(admit(WEB, 2, Limits.NONE, 1))
        .then(new ChildAdmitted(WEB, new Grant(2, NamespaceDecider.DEFAULT_LIMITS, true, false)))
        .replies(new Reply.Accepted(NamespaceDecider.LIMITS_DEFAULTED));
  }

  @Test
  void whatIsHeldIsNotForTheQuotaToRefuseUnlessItsHolderWasStruckOff() {
    Admit again = new Admit(WEB, 2, List.of(limits(100, 64)), 9, true);
    var holds = withQuota(quota(256, 1000)).done(admit(WEB, 1, limits(100, 64), 3));
    assertThat(allocated(holds.when(again))).isEqualTo(limits(900, 576));
    holds.done(new Dismiss(WEB, 2)).when(again).isRefused(Code.QUOTA, "ram limit exceeded");
  }

  @Test
  void refusesWhatExceedsTheQuotaAndKeepsTheOldGrant() {
    var full = withQuota(quota(256, 1000)).done(admit(WEB, 1, limits(100, 64), 3));
    full.when(admit(API, 1, limits(100, 64), 2))
        .isRefused(Code.QUOTA, "resources ram limit exceeded", "128MiB", "320MiB", "256MiB");
    var refused =
        full.when(admit(WEB, 2, limits(100, 64), 5)).isRefused(Code.QUOTA, "ram limit exceeded");
    assertThat(allocated(refused)).isEqualTo(limits(300, 192));
    assertThat(((NamespaceState.Present) refused.state()).children().get(WEB).generation())
        .isEqualTo(1);
    full.when(admit(API, 1, limits(800, 64), 1))
        .isRefused(Code.QUOTA, "resources cpu limit exceeded", "0.800", "1.100", "1.000");
  }

  @Test
  void aChangeIsCountedInPlaceOfTheOldGrant() {
    var changed =
        withQuota(quota(256, 1000))
            .done(admit(WEB, 1, limits(100, 64), 3), new ConfirmGrant(WEB, 1))
            .when(admit(WEB, 2, limits(100, 64), 4))
            .then(new ChildAdmitted(WEB, new Grant(2, limits(400, 256), false, false)))
            .owes(new Owed.Ask(WEB, new ServiceCommand.Admit(2, false)));
    assertThat(allocated(changed)).isEqualTo(limits(400, 256));
    changed.when(new ConfirmGrant(WEB, 1)).changesNothing();
  }

  @Test
  void aWishThatComesLateIsAnsweredByTheNewerGrant() {
    withQuota(quota(256, 1000))
        .done(admit(WEB, 2, limits(100, 64), 1))
        .when(admit(WEB, 1, limits(100, 64), 4))
        .changesNothing();
  }

  @Test
  void noReplicasTakeNothingAndNeedNoLimits() {
    var none =
        withQuota(quota(256, 1000))
            .done(admit(API, 1, limits(100, 64), 4))
            .when(admit(WEB, 2, Limits.NONE, 0))
            .then(new ChildAdmitted(WEB, new Grant(2, Limits.NONE, true, false)));
    assertThat(allocated(none)).isEqualTo(limits(400, 256));
  }

  @Test
  void aLateDismissalDoesNotTakeWhatWasGrantedSince() {
    var twice =
        withQuota(quota(256, 1000))
            .done(admit(WEB, 1, limits(100, 64), 1), admit(WEB, 2, limits(100, 64), 2));
    twice.when(new Dismiss(WEB, 1)).changesNothing();
    var gone = twice.when(new Dismiss(WEB, 3)).then(new ChildDismissed(WEB)).again();
    assertThat(allocated(gone)).isEqualTo(Limits.NONE);
  }

  @Test
  void amountsBeyondCountingAreRefusedUnderAQuotaAndForgottenWithoutTrace() {
    Limits vast = new Limits(new Cpu(Long.MAX_VALUE), new Memory(Long.MAX_VALUE));
    withQuota(quota(256, 1000))
        .when(admit(WEB, 1, vast, 10))
        .isRefused(Code.QUOTA, "ram limit exceeded");
    var gone =
        withQuota(Quota.NONE)
            .done(admit(API, 1, limits(100, 64), 2), admit(WEB, 1, vast, 10))
            .when(new Dismiss(WEB, 1));
    assertThat(allocated(gone)).isEqualTo(limits(200, 128));
  }

  @Test
  void isRemovedOnlyWhenNothingLivesInIt() {
    var used = withQuota(Quota.NONE).done(admit(WEB, 1, Limits.NONE, 1));
    used.when(new Remove())
        .isRefused(Code.FORBIDDEN, "'demo'", "1 resource", "service 'web'", "remove them first");
    used.done(new Dismiss(WEB, 1)).when(new Remove()).then(new NamespaceRemoved()).owes();
    assertThat(used.exists()).isFalse();
    used.when(new Create(NO_PATCH)).then(new NamespaceCreated(NamespaceSpec.EMPTY));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void theLedgerIsAlwaysTheSumOfTheGrantsAndWithinTheQuota(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Quota quota = quota(2048, 4000);
    var demo = withQuota(quota);
    for (int step = 0; step < 500; step++) {
      Ref child = new Ref(Kind.SERVICE, "demo:s" + random.nextInt(6));
      int generation = 1 + random.nextInt(20);
      demo.when(
          random.nextInt(3) == 0
              ? new Dismiss(child, generation)
              : admit(
                  child,
                  generation,
                  limits(random.nextInt(500), random.nextInt(300)),
                  random.nextInt(6)));
      var present = (NamespaceState.Present) demo.state();
      Limits sum =
          present.children().values().stream().map(Grant::amount).reduce(Limits.NONE, Limits::plus);
      assertThat(present.allocated()).isEqualTo(sum);
      assertThat(sum.memory()).isLessThanOrEqualTo(quota.memory());
      assertThat(sum.cpu()).isLessThanOrEqualTo(quota.cpu());
    }
  }

  @Test
  void anAnswerToSomethingItDoesNotOweSaysNothing() {
    var demo = withQuota(Quota.NONE);
    Owed strange = new Owed.Ask(WEB, new ServiceCommand.Remove());
    assertThat(demo.answer(strange, Reply.OK)).isEmpty();
    assertThat(demo.answer(strange, new Reply.Refused(new Refusal(Code.CONFLICT, "no")))).isEmpty();
  }
}

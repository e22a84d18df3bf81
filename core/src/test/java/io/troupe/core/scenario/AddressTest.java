package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.WEB;
import static io.troupe.core.scenario.Demo.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Ipv4;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.Pools;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServiceCommand.Remove;
import io.troupe.core.service.ServiceCommand.TakeAddress;
import io.troupe.core.service.ServiceDecider;
import io.troupe.core.service.ServiceEvent;
import io.troupe.core.service.ServiceEvent.AddressLeased;
import io.troupe.core.service.ServiceEvent.AddressMissed;
import io.troupe.core.service.ServiceEvent.AddressReleased;
import io.troupe.core.service.ServiceEvent.ServiceAdmitted;
import io.troupe.core.service.ServiceEvent.ServiceDestroyRequested;
import io.troupe.core.service.ServiceEvent.ServiceRemoved;
import io.troupe.core.service.ServiceEvent.ServiceRequested;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceStatus;
import io.troupe.core.template.PodTemplate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressTest {
  private static final Ipv4 FIRST = Ipv4.parse("10.43.0.1");

  private static ServiceSpec called(String ip, int... ports) {
    TreeMap<Integer, String> targets = new TreeMap<>();
    for (int port : ports) {
      targets.put(port, "8080/tcp");
    }
    ServiceSpec spec = service(0, "web:1");
    return new ServiceSpec(
        "", Map.of(), 0, spec.selector(), new Network(ip, targets), "", PodTemplate.EMPTY, 0);
  }

  private static Given<ServiceCommand, ServiceEvent, ServiceState> active(ServiceSpec spec) {
    return Given.nothing(new ServiceDecider(), WEB)
        .events(new ServiceRequested(spec, 1, ""), new ServiceAdmitted(spec, 1, ""));
  }

  private static Owed lease(long number, @Nullable Ipv4 wanted) {
    return new Owed.Ask(Pools.SERVICES, new PoolCommand.Lease(WEB, number, wanted));
  }

  private static Owed release(long number) {
    return new Owed.Ask(Pools.SERVICES, new PoolCommand.Release(WEB, number));
  }

  @Test
  void aServiceWithPortsAsksForAnAddressUntilItHasOne() {
    var service = active(called("", 80));
    assertThat(service.owed()).containsExactly(lease(1, null));
    assertThat(service.answer(lease(1, null), Reply.OK)).isEmpty();
    service.when(new TakeAddress(FIRST, 1)).then(new AddressLeased(FIRST)).again().owes();
  }

  @Test
  void aServiceWithoutPortsAndAHeadlessOneWantNone() {
    for (ServiceSpec spec : new ServiceSpec[] {called(""), called("none", 80), called("none")}) {
      assertThat(active(spec).owed()).isEmpty();
      active(spec).when(new TakeAddress(FIRST, 1)).isRefused(Code.CONFLICT);
    }
  }

  @Test
  void aFixedAddressIsAskedForAndNoOtherTaken() {
    Ipv4 fixed = Ipv4.parse("10.43.9.9");
    var service = active(called("10.43.9.9", 80));
    assertThat(service.owed()).containsExactly(lease(1, fixed));
    service.when(new TakeAddress(FIRST, 1)).isRefused(Code.CONFLICT);
    service.when(new TakeAddress(fixed, 1)).then(new AddressLeased(fixed)).owes();
  }

  @Test
  void saysWhyItHasNoAddressAndGoesOnAsking() {
    var missed =
        active(called("10.43.9.9", 80))
            .whenAnswered(
                lease(1, Ipv4.parse("10.43.9.9")), Reply.refused(Code.NOT_UNIQUE, "it is taken"))
            .then(new AddressMissed("it is taken"))
            .again()
            .owes(lease(1, Ipv4.parse("10.43.9.9")));
    assertThat(ServiceStatus.of(missed.state()))
        .isEqualTo(new ServiceStatus("error", "it is taken"));
  }

  @Test
  void givesItsAddressBackWhenItNeedsNoneAnyMore() {
    var service = active(called("", 80)).events(new AddressLeased(FIRST));
    var bare = service.events(new ServiceAdmitted(called(""), 2, ""));
    assertThat(bare.owed()).containsExactly(release(2));
    bare.whenAnswered(release(2), Reply.OK).then(new AddressReleased()).again().owes();
  }

  @Test
  void anOfferThatAnswersAnOlderWishIsRefused() {
    var again = active(called("", 80)).events(new ServiceAdmitted(called("", 81), 2, ""));
    again.when(new TakeAddress(FIRST, 1)).isRefused(Code.CONFLICT);
    again.when(new TakeAddress(FIRST, 2)).then(new AddressLeased(FIRST));
  }

  /// Two wishes of one number for two addresses would leave the pool with both.
  @Test
  void asksForNothingWhileAChangeIsNotAdmitted() {
    Ipv4 fixed = Ipv4.parse("10.43.9.9");
    var changing =
        active(called("", 80)).events(new ServiceRequested(called("10.43.9.9", 80), 2, ""));
    assertThat(changing.owed()).doesNotContain(lease(2, null)).doesNotContain(lease(1, null));
    changing.when(new TakeAddress(FIRST, 1)).isRefused(Code.CONFLICT);
    assertThat(changing.events(new ServiceAdmitted(called("10.43.9.9", 80), 2, "")).owed())
        .containsExactly(lease(2, fixed));
  }

  @Test
  void whatGoesBackGoesBackAlsoWhenItIsWantedAgain() {
    var wanted =
        active(called("", 80))
            .events(new AddressLeased(FIRST))
            .events(new ServiceAdmitted(called("none", 80), 2, ""))
            .events(new ServiceAdmitted(called("", 80), 3, ""));
    assertThat(wanted.owed()).containsExactly(release(2));
    wanted
        .whenAnswered(release(2), Reply.OK)
        .then(new AddressReleased())
        .again()
        .owes(lease(3, null));
  }

  @Test
  void whoWantsAnotherAddressAndThenTheOldOneAsksForItAnew() {
    var back =
        active(called("", 80))
            .events(new AddressLeased(FIRST))
            .events(new ServiceAdmitted(called("10.43.9.9", 80), 2, ""))
            .events(new ServiceAdmitted(called("10.43.0.1", 80), 3, ""));
    assertThat(back.owed()).containsExactly(lease(3, FIRST));
    back.when(new TakeAddress(Ipv4.parse("10.43.9.9"), 2)).isRefused(Code.FORBIDDEN);
    back.when(new TakeAddress(FIRST, 3)).then(new AddressLeased(FIRST)).again().owes();
  }

  @Test
  void isRemovedOnlyWhenThePoolHasItsAddressBack() {
    var ending =
        active(called("", 80))
            .events(new AddressLeased(FIRST))
            .when(new Remove())
            .then(new ServiceDestroyRequested())
            .owes(release(1));
    ending
        .and()
        .whenAnswered(release(1), Reply.OK)
        .then(new AddressReleased(), new ServiceRemoved())
        .again();
  }

  @Test
  void anOfferThatComesAfterTheEndIsRefused() {
    active(called("", 80))
        .done(new Remove())
        .when(new TakeAddress(FIRST, 1))
        .isRefused(Code.CONFLICT, "does not want");
  }
}

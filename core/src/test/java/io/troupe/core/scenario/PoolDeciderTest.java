package io.troupe.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.PoolCommand.Lease;
import io.troupe.core.pool.PoolCommand.Provide;
import io.troupe.core.pool.PoolCommand.Release;
import io.troupe.core.pool.PoolDecider;
import io.troupe.core.pool.PoolEvent;
import io.troupe.core.pool.PoolEvent.BlockLeased;
import io.troupe.core.pool.PoolEvent.BlockReleased;
import io.troupe.core.pool.PoolEvent.LeaseConfirmed;
import io.troupe.core.pool.PoolEvent.PoolProvided;
import io.troupe.core.pool.PoolState;
import io.troupe.core.pool.Pools;
import io.troupe.core.service.ServiceCommand;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolDeciderTest {
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  private static final Ref API = new Ref(Kind.SERVICE, "demo:api");
  private static final Cidr RANGE = Cidr.parse("10.43.0.0/29");

  private static Given<PoolCommand, PoolEvent, PoolState> given() {
    return Given.nothing(new PoolDecider(), Pools.SERVICES);
  }

  private static Given<PoolCommand, PoolEvent, PoolState> open() {
    return given().events(new PoolProvided(RANGE, 32));
  }

  private static Cidr address(String text) {
    return new Cidr(Ipv4.parse(text), 32);
  }

  private static Owed offer(Ref owner, String address) {
    return offer(owner, address, 1);
  }

  private static Owed offer(Ref owner, String address, long number) {
    return new Owed.Ask(owner, new ServiceCommand.TakeAddress(Ipv4.parse(address), number));
  }

  @Test
  void givesNothingBeforeItHasARange() {
    var early = given().when(new Lease(WEB, 1, null));
    assertThat(early.events()).isEmpty();
    early.replies(new Reply.Pending());
  }

  @Test
  void givesEachOwnerOneAddressHoweverOftenItAsks() {
    open()
        .when(new Lease(WEB, 1, null))
        .then(new BlockLeased(WEB, 1, address("10.43.0.1")))
        .again()
        .owes(offer(WEB, "10.43.0.1"))
        .when(new Lease(API, 1, null))
        .then(new BlockLeased(API, 1, address("10.43.0.2")));
  }

  @Test
  void offersAnAddressUntilItsOwnerHasTakenIt() {
    var leased = open().done(new Lease(WEB, 1, null));
    assertThat(leased.answer(offer(WEB, "10.43.0.1"), new Reply.Pending())).isEmpty();
    leased
        .whenAnswered(offer(WEB, "10.43.0.1"), Reply.OK)
        .then(new LeaseConfirmed(WEB))
        .again()
        .owes();
  }

  @Test
  void takesBackWhatItsOwnerDoesNotWant() {
    open()
        .done(new Lease(WEB, 1, null))
        .whenAnswered(offer(WEB, "10.43.0.1"), Reply.refused(Code.CONFLICT, "no"))
        .then(new BlockReleased(WEB))
        .owes();
  }

  @Test
  void keepsAFixedAddressForItsOwnerAlone() {
    var fixed = open().done(new Lease(WEB, 1, Ipv4.parse("10.43.0.3")));
    fixed
        .when(new Lease(API, 1, Ipv4.parse("10.43.0.3")))
        .isRefused(Code.NOT_UNIQUE, "10.43.0.3", "service demo:web");
    var others = fixed.done(new Lease(API, 1, null));
    assertThat(((PoolState.Open) others.state()).leases().get(API).block())
        .isEqualTo(address("10.43.0.4"));
  }

  @Test
  void exchangesTheAddressWhenItsOwnerWantsAnotherOne() {
    open()
        .done(new Lease(WEB, 1, null))
        .when(new Lease(WEB, 2, Ipv4.parse("10.43.0.6")))
        .then(new BlockLeased(WEB, 2, address("10.43.0.6")))
        .owes(offer(WEB, "10.43.0.6", 2));
  }

  @Test
  void keepsTheOldAddressOfWhoExchangesItUntilTheNewOneIsTaken() {
    var exchanging =
        open().done(new Lease(WEB, 1, null)).done(new Lease(WEB, 2, Ipv4.parse("10.43.0.6")));
    exchanging
        .when(new Lease(API, 1, Ipv4.parse("10.43.0.1")))
        .isRefused(Code.NOT_UNIQUE, "service demo:web");
    assertThat(
            exchanging.answer(
                offer(WEB, "10.43.0.6", 2), Reply.refused(Code.FORBIDDEN, "it has another one")))
        .isEmpty();
    exchanging
        .whenAnswered(offer(WEB, "10.43.0.6", 2), Reply.OK)
        .then(new LeaseConfirmed(WEB))
        .again()
        .when(new Lease(API, 1, Ipv4.parse("10.43.0.1")))
        .then(new BlockLeased(API, 1, address("10.43.0.1")));
  }

  @Test
  void refusesAnAddressOutsideItsRangeAndNamesTheRange() {
    for (String outside : new String[] {"10.44.0.1", "10.43.0.0", "10.43.0.7"}) {
      open()
          .when(new Lease(WEB, 1, Ipv4.parse(outside)))
          .isRefused(Code.INVALID, outside, "between 10.43.0.1 and 10.43.0.6");
    }
  }

  @Test
  void saysSoWhenNothingIsFreeAndGivesAgainWhatWasReleased() {
    var full = open();
    for (int i = 0; i < 6; i++) {
      full = full.done(new Lease(new Ref(Kind.SERVICE, "demo:s" + i), 1, null));
    }
    full.when(new Lease(WEB, 1, null)).isRefused(Code.NO_ROOM, "10.43.0.0/29", "services");
    full.done(new Release(new Ref(Kind.SERVICE, "demo:s2"), 1))
        .when(new Lease(WEB, 1, null))
        .then(new BlockLeased(WEB, 1, address("10.43.0.3")));
  }

  @Test
  void aLateReleaseDoesNotTakeANewerLease() {
    var again =
        open()
            .done(new Lease(WEB, 1, null))
            .done(new Release(WEB, 2))
            .done(new Lease(WEB, 3, null));
    again.when(new Release(WEB, 2)).changesNothing();
    again.when(new Release(WEB, 3)).then(new BlockReleased(WEB)).again();
  }

  @Test
  void givesNodesSubnets() {
    Ref node = new Ref(Kind.NODE, "n1");
    Cidr subnet = Cidr.parse("10.42.1.0/24");
    Given.nothing(new PoolDecider(), Pools.SUBNETS)
        .done(new Provide(Cidr.parse("10.42.0.0/16"), 24))
        .when(new Lease(node, 1, null))
        .then(new BlockLeased(node, 1, subnet))
        .owes(new Owed.Ask(node, new NodeCommand.TakeSubnet(subnet, 1)));
  }

  @Test
  void takesAnotherRangeOnlyWhenAllLeasesLieInIt() {
    var leased = open().done(new Lease(WEB, 1, null));
    leased
        .when(new Provide(Cidr.parse("10.50.0.0/16"), 32))
        .isRefused(Code.CONFLICT, "service|demo:web", "10.43.0.1/32", "10.43.0.0/29");
    leased
        .when(new Provide(Cidr.parse("10.43.0.0/16"), 32))
        .then(new PoolProvided(Cidr.parse("10.43.0.0/16"), 32))
        .again();
    open().when(new Provide(RANGE, 24)).isRefused(Code.INVALID, "/24", "10.43.0.0/29");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverGivesOneAddressToTwo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    var pool = open();
    for (int i = 0; i < 300; i++) {
      Ref owner = new Ref(Kind.SERVICE, "demo:s" + random.nextInt(9));
      PoolCommand command =
          random.nextInt(3) == 0
              ? new Release(owner, i)
              : new Lease(owner, i, random.nextBoolean() ? null : RANGE.address(random.nextInt(8)));
      pool = pool.when(command).and();
      PoolState.Open state = (PoolState.Open) pool.state();
      Set<Cidr> blocks = new HashSet<>();
      state.leases().values().forEach(lease -> assertThat(blocks.add(lease.block())).isTrue());
      state
          .leases()
          .forEach(
              (one, lease) -> assertThat(state.owners()).containsEntry(lease.block().base(), one));
      assertThat(state.leases().keySet()).containsAll(state.offered().keySet());
    }
  }
}

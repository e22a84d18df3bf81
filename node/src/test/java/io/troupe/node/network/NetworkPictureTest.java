package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.actors.session.NetworkNews;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkPictureTest {
  private static final Cidr PODS = Cidr.parse("10.42.0.0/16");
  private static final Cidr SERVICES = Cidr.parse("10.43.0.0/16");
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  private static final Ref API = new Ref(Kind.SERVICE, "demo:api");

  private final NetworkPicture picture = new NetworkPicture("n1");

  private static Peer peer(int number) {
    return new Peer(
        "n" + number, Cidr.parse("10.42." + number + ".0/24"), Ipv4.parse("192.168.0." + number));
  }

  private static Endpoint endpoint(Ref service, int version) {
    return new Endpoint(
        service, version, Ipv4.parse("10.43.0." + version), List.of(), Balance.RR, List.of());
  }

  private static NetworkNews all(boolean more, List<Peer> peers, Endpoint... endpoints) {
    return new NetworkNews(
        1, true, more, PODS, SERVICES, peers, List.of(), List.of(endpoints), List.of());
  }

  private static NetworkNews more(
      List<Peer> peers, List<String> gone, List<Endpoint> endpoints, List<Ref> endpointsGone) {
    return new NetworkNews(2, false, false, PODS, SERVICES, peers, gone, endpoints, endpointsGone);
  }

  @Test
  void thereIsNoPlanBeforeTheNodeHasASubnet() {
    assertThat(picture.take(all(false, List.of(peer(2)), endpoint(WEB, 1)))).isTrue();
    assertThat(picture.change().plan()).isNull();
    picture.take(more(List.of(peer(1)), List.of(), List.of(), List.of()));
    NetworkChange change = picture.change();
    assertThat(change.planned()).isTrue();
    assertThat(change.all()).isTrue();
    assertThat(change.endpoints()).containsExactly(endpoint(WEB, 1));
    assertThat(change.plan())
        .isEqualTo(
            new NetworkPlan(
                PODS,
                SERVICES,
                Cidr.parse("10.42.1.0/24"),
                Ipv4.parse("192.168.0.1"),
                List.of(peer(2))));
  }

  @Test
  void onlyWhatHasChangedIsToBeDone() {
    picture.take(all(false, List.of(peer(1)), endpoint(WEB, 1), endpoint(API, 1)));
    assertThat(picture.change().all()).isTrue();
    picture.take(more(List.of(), List.of(), List.of(endpoint(WEB, 2)), List.of(API)));
    NetworkChange change = picture.change();
    assertThat(change.all()).isFalse();
    assertThat(change.planned()).isFalse();
    assertThat(change.endpoints()).containsExactly(endpoint(WEB, 2));
    assertThat(change.gone()).containsExactly(API);
    assertThat(picture.change().endpoints()).isEmpty();
  }

  @Test
  void partsOfALargeNetworkCountOnlyTogether() {
    picture.take(all(false, List.of(peer(1)), endpoint(WEB, 1)));
    picture.change();
    assertThat(picture.take(all(true, List.of(peer(1))))).isFalse();
    assertThat(picture.change().all()).isFalse();
    assertThat(picture.take(more(List.of(), List.of(), List.of(endpoint(API, 1)), List.of())))
        .isTrue();
    NetworkChange change = picture.change();
    assertThat(change.all()).isTrue();
    assertThat(change.endpoints())
        .as("what is in no part is gone")
        .containsExactly(endpoint(API, 1));
  }

  @Test
  void whatHasFailedIsToBeDoneAgainAsAWhole() {
    picture.take(all(false, List.of(peer(1)), endpoint(WEB, 1)));
    picture.change();
    picture.redo();
    NetworkChange change = picture.change();
    assertThat(change.all()).isTrue();
    assertThat(change.planned()).isTrue();
    assertThat(change.endpoints()).containsExactly(endpoint(WEB, 1));
  }

  @Test
  void aPeerThatIsGoneLeavesThePlan() {
    picture.take(all(false, List.of(peer(1), peer(2))));
    picture.change();
    picture.take(more(List.of(), List.of("n2"), List.of(), List.of()));
    NetworkPlan plan = picture.change().plan();
    assertThat(plan).isNotNull();
    assertThat(plan.peers()).isEmpty();
  }
}

package io.troupe.actors.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.network.NetworkMessage.Applied;
import io.troupe.actors.network.NetworkMessage.AwaitDrained;
import io.troupe.actors.network.NetworkMessage.Begin;
import io.troupe.actors.network.NetworkMessage.Drain;
import io.troupe.actors.network.NetworkMessage.Drained;
import io.troupe.actors.network.NetworkMessage.End;
import io.troupe.actors.network.NetworkMessage.NodeTouched;
import io.troupe.actors.network.NetworkMessage.Open;
import io.troupe.actors.network.NetworkMessage.Present;
import io.troupe.actors.network.NetworkMessage.ServiceTouched;
import io.troupe.actors.session.NetworkNews;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.SessionMessage.NetworkChanged;
import io.troupe.actors.stage.ActorStage;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.pod.PodState;
import io.troupe.core.pool.PoolState;
import io.troupe.core.pool.Pools;
import io.troupe.core.service.Address;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkBookTest {
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  private static final Ref N1 = new Ref(Kind.NODE, "n1");
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:aaaaaaa");
  private static final Duration SOON = Duration.ofMillis(150);

  private final PretendView view = new PretendView();
  private final Queue<Ref> sent = new ConcurrentLinkedQueue<>();
  private final Queue<AwaitDrained> asked = new ConcurrentLinkedQueue<>();
  private ActorTestKit kit;
  private TestProbe<SessionMessage> session;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create();
    session = kit.createTestProbe();
    view.show(Pools.SUBNETS, pool("10.42.0.0/16", 24));
    view.show(Pools.SERVICES, pool("10.43.0.0/16", 32));
    node("n1", 1, Liveness.ONLINE);
    service("v1");
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private static PoolState pool(String range, int block) {
    return new PoolState.Open(
        Cidr.parse(range),
        block,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        Cidr.parse(range));
  }

  private void node(String name, int number, Liveness liveness) {
    NodeInfo info =
        new NodeInfo(
            "1",
            name,
            "x86_64",
            "Linux",
            "linux",
            "",
            "10.0.0." + number,
            "",
            List.of(new NodeInfo.Driver("cni", "vxlan", "1", "ready", "")));
    view.show(
        new Ref(Kind.NODE, name),
        new NodeState.Member(
            info,
            Capacity.NONE,
            Capacity.NONE,
            "",
            Map.of(),
            liveness,
            new TreeMap<>(),
            new NodeState.Subnet(Cidr.parse("10.42." + number + ".0/24"), "", 1),
            Instant.EPOCH,
            Instant.EPOCH));
  }

  private void service(String active) {
    ServiceSpec spec =
        new ServiceSpec(
            "",
            Map.of(),
            2,
            Selector.ANY,
            new Network("", new TreeMap<>(Map.of(80, "8080/tcp"))),
            "",
            PodTemplate.EMPTY,
            0);
    view.show(
        WEB,
        new ServiceState.Active(
            spec,
            null,
            new TreeMap<>(),
            active,
            1,
            1,
            Address.of(Ipv4.parse("10.43.0.1")),
            Instant.EPOCH,
            Instant.EPOCH));
  }

  private static PodState.Facts facts() {
    return new PodState.Facts(
        new PodSpec(
            new Ref(Kind.DEPLOYMENT, "demo:web:v1"), PodTemplate.EMPTY, Selector.ANY, "hash"),
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        PodNote.PLANNED,
        PodNote.PLANNED);
  }

  private static Observation running(String ip) {
    return new Observation(Phase.RUNNING, "", ip, "10.0.0.1", List.of());
  }

  private void runs(Ref pod, String ip) {
    Placement placement = new Placement(1, 1, List.of(), List.of(), List.of());
    view.show(pod, new PodState.Assigned(facts(), "n1", placement, running(ip)));
  }

  private void ends(Ref pod, String ip) {
    view.show(pod, new PodState.Destroying(facts(), "n1", running(ip), "scaled down", false));
  }

  private ActorRef<NetworkMessage> book(Duration drainTimeout) {
    Post post =
        new Post() {
          @Override
          public void tell(Ref to, EntityMessage message) {
            sent.add(to);
          }

          @Override
          public void place(PlacementRequest request, PodSpec spec, Cause cause) {
            throw new AssertionError("a book places nothing");
          }

          @Override
          public void watch(Ref node, Duration silent) {
            throw new AssertionError("a book watches nothing");
          }
        };
    ActorRef<NetworkMessage> book =
        kit.spawn(ActorStage.play(stage -> new NetworkBook(stage, post, drainTimeout, asked::add)));
    book.tell(new Open(view));
    return book;
  }

  /// A book whose reader knows of the pod, and of another one that stays.
  private ActorRef<NetworkMessage> serving() {
    runs(POD, "10.42.1.2");
    runs(new Ref(Kind.POD, "demo:web:d_v1:bbbbbbb"), "10.42.1.3");
    return followed();
  }

  private ActorRef<NetworkMessage> followed() {
    ActorRef<NetworkMessage> book = book(Duration.ofMinutes(1));
    book.tell(new Begin("n1", session.ref()));
    apply(book);
    return book;
  }

  private NetworkNews news() {
    return session.expectMessageClass(NetworkChanged.class).news();
  }

  private NetworkNews apply(ActorRef<NetworkMessage> book) {
    NetworkNews news = news();
    book.tell(new Applied("n1", session.ref(), news.number()));
    return news;
  }

  private void awaitSent() {
    session.awaitAssert(() -> {
      assertThat(sent).containsExactly(N1);
      return null;
    });
  }

  /// The view shows that the pod leaves; the command is sent when the agent has said that it knows.
  private void leavesOnceApplied(ActorRef<NetworkMessage> book) {
    ends(POD, "10.42.1.2");
    book.tell(new ServiceTouched(WEB));
    NetworkNews news = news();
    assertThat(sent).isEmpty();
    book.tell(new Applied("n1", session.ref(), news.number()));
    awaitSent();
  }

  private Drain drain() {
    return new Drain(
        POD,
        N1,
        new NodeCommand.Unassign(POD),
        Cause.by("test"),
        7,
        kit.<Outcome>createTestProbe().ref());
  }

  @Test
  void tellsAnAgentThatBeginsEverything() {
    runs(POD, "10.42.1.2");
    ActorRef<NetworkMessage> book = book(Duration.ofMinutes(1));
    book.tell(new Begin("n1", session.ref()));
    NetworkNews all = news();
    assertThat(all.complete()).isTrue();
    assertThat(all.more()).isFalse();
    assertThat(all.services()).isEqualTo(Cidr.parse("10.43.0.0/16"));
    assertThat(all.nodes())
        .extracting(one -> one.subnet().toString())
        .containsExactly("10.42.1.0/24");
    assertThat(all.endpoints()).hasSize(1);
    assertThat(all.endpoints().getFirst().backends())
        .containsExactly(new Backend(POD, Ipv4.parse("10.42.1.2"), "n1", false));
  }

  @Test
  void tellsWhatHasChangedOneMessageAtATime() {
    ActorRef<NetworkMessage> book = followed();
    runs(POD, "10.42.1.2");
    book.tell(new ServiceTouched(WEB));
    NetworkNews first = news();
    assertThat(first.complete()).isFalse();
    assertThat(first.endpoints()).hasSize(1);
    node("n2", 2, Liveness.ONLINE);
    book.tell(new NodeTouched(new Ref(Kind.NODE, "n2")));
    session.expectNoMessage(SOON);
    book.tell(new Applied("n1", session.ref(), first.number()));
    NetworkNews second = news();
    assertThat(second.endpoints()).isEmpty();
    assertThat(second.nodes()).hasSize(1);
  }

  @Test
  void tellsNothingWhenNothingHasChanged() {
    ActorRef<NetworkMessage> book = followed();
    book.tell(new ServiceTouched(WEB));
    book.tell(new NodeTouched(N1));
    book.tell(new Present("n1", session.ref()));
    session.expectNoMessage(SOON);
  }

  @Test
  void tellsOfWhatIsGone() {
    ActorRef<NetworkMessage> book = followed();
    view.hide(WEB);
    view.hide(N1);
    book.tell(new ServiceTouched(WEB));
    book.tell(new NodeTouched(N1));
    NetworkNews gone = apply(book);
    if (gone.nodesGone().isEmpty()) {
      assertThat(gone.endpointsGone()).containsExactly(WEB);
      gone = apply(book);
    }
    assertThat(gone.nodesGone()).containsExactly("n1");
  }

  @Test
  void aSilentNodesPodsLeaveTheEndpoints() {
    Ref other = new Ref(Kind.POD, "demo:web:d_v1:bbbbbbb");
    node("n2", 2, Liveness.ONLINE);
    runs(POD, "10.42.1.2");
    Placement placement = new Placement(1, 1, List.of(), List.of(), List.of());
    view.show(other, new PodState.Assigned(facts(), "n2", placement, running("10.42.2.2")));
    ActorRef<NetworkMessage> book = followed();
    node("n2", 2, Liveness.SUSPECT);
    book.tell(new NodeTouched(new Ref(Kind.NODE, "n2")));
    Endpoint endpoint = news().endpoints().getFirst();
    assertThat(endpoint.serving()).extracting(Backend::pod).containsExactly(POD);
  }

  @Test
  void aCommandWaitsUntilEveryAgentKnowsThatThePodLeaves() {
    ActorRef<NetworkMessage> book = serving();
    book.tell(drain());
    session.expectNoMessage(SOON);
    leavesOnceApplied(book);
  }

  @Test
  void asksTheBooksOfOtherMembersForTheirNodes() {
    node("n2", 2, Liveness.ONLINE);
    ActorRef<NetworkMessage> book = serving();
    ends(POD, "10.42.1.2");
    book.tell(drain());
    apply(book);
    session.awaitAssert(() -> {
      assertThat(asked).extracting(AwaitDrained::pod).containsExactly(POD);
      return null;
    });
    session.expectNoMessage(SOON);
    assertThat(sent).isEmpty();
    book.tell(new Drained(POD, Set.of("n2")));
    awaitSent();
  }

  @Test
  void answersAnotherMembersBookWithItsOwnNodes() {
    ActorRef<NetworkMessage> book = serving();
    TestProbe<NetworkMessage> other = kit.createTestProbe();
    book.tell(new AwaitDrained(POD, other.ref()));
    other.expectNoMessage(SOON);
    ends(POD, "10.42.1.2");
    book.tell(new ServiceTouched(WEB));
    apply(book);
    assertThat(other.expectMessageClass(Drained.class).nodes()).containsExactly("n1");
  }

  @Test
  void aCommandWaitsNoLongerThanTheTimeout() {
    runs(POD, "10.42.1.2");
    ActorRef<NetworkMessage> book = book(Duration.ofMillis(200));
    book.tell(new Begin("n1", session.ref()));
    news();
    book.tell(drain());
    awaitSent();
  }

  @Test
  void aPodOfAServiceThatNobodyCallsWaitsForNobody() {
    view.hide(WEB);
    ends(POD, "10.42.1.2");
    ActorRef<NetworkMessage> book = followed();
    book.tell(drain());
    awaitSent();
  }

  /// What the view says of a service is of before the pod was to leave: it may be called meanwhile.
  @Test
  void aViewThatIsBehindLetsNoPodGo() {
    view.hide(WEB);
    ActorRef<NetworkMessage> book = followed();
    book.tell(drain());
    session.expectNoMessage(SOON);
    assertThat(sent).isEmpty();
    service("v1");
    leavesOnceApplied(book);
  }

  @Test
  void aNewSessionOfANodeGetsEverythingAgain() {
    ActorRef<NetworkMessage> book = followed();
    TestProbe<SessionMessage> second = kit.createTestProbe();
    book.tell(new Begin("n1", second.ref()));
    assertThat(second.expectMessageClass(NetworkChanged.class).news().complete()).isTrue();
    book.tell(new End("n1", session.ref()));
    runs(POD, "10.42.1.2");
    book.tell(new ServiceTouched(WEB));
    session.expectNoMessage(SOON);
  }

  @Test
  void aLargeNetworkComesInParts() {
    for (int i = 0; i < 9_000; i++) {
      Ref service = new Ref(Kind.SERVICE, "demo:s" + i);
      view.show(service, view.find(WEB).orElseThrow().state());
    }
    ActorRef<NetworkMessage> book = book(Duration.ofMinutes(1));
    book.tell(new Begin("n1", session.ref()));
    NetworkNews first = apply(book);
    assertThat(first.complete()).isTrue();
    assertThat(first.more()).isTrue();
    NetworkNews rest = apply(book);
    assertThat(rest.complete()).isFalse();
    assertThat(rest.more()).isFalse();
    assertThat(first.endpoints().size() + rest.endpoints().size()).isEqualTo(9_001);
  }
}

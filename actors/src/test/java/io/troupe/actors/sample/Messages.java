package io.troupe.actors.sample;

import static io.troupe.actors.sample.Values.AT;
import static io.troupe.actors.sample.Values.CAPACITY;
import static io.troupe.actors.sample.Values.CAUSE;
import static io.troupe.actors.sample.Values.NODE;
import static io.troupe.actors.sample.Values.NODE_INFO;
import static io.troupe.actors.sample.Values.OBSERVATION;
import static io.troupe.actors.sample.Values.OTHER_POD;
import static io.troupe.actors.sample.Values.POD;
import static io.troupe.actors.sample.Values.POD_SPEC;
import static io.troupe.actors.sample.Values.SERVICE;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Followed;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.link.LinkMessage;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.actors.session.Assignment;
import io.troupe.actors.session.LatestUsage;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogPull;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.session.NetworkNews;
import io.troupe.actors.session.PodReport;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToSession;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.core.network.ServicePort;
import io.troupe.core.node.Usage;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Protocol;
import io.troupe.persistence.cassandra.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A sample of every message between actors, with references to living ones.
public final class Messages {
  private static final LogRequest REQUEST = new LogRequest(POD, "main", 100, true);
  private static final List<Assignment> RUN = List.of(new Assignment(POD, POD_SPEC, 41));
  private static final List<Recorded<? extends Event>> EVENTS =
      List.of(new Recorded<>(AT, CAUSE, Events.NODE.get(5)));

  private static final Usage USAGE =
      new Usage(Memory.mebibytes(700), Cpu.millis(1250), Memory.mebibytes(9000), 12);

  private static final NetworkNews NEWS =
      new NetworkNews(
          12,
          true,
          false,
          Cidr.parse("10.42.0.0/16"),
          Cidr.parse("10.43.0.0/16"),
          List.of(new Peer("n1", Cidr.parse("10.42.1.0/24"), Ipv4.parse("10.0.0.1"))),
          List.of("n2"),
          List.of(
              new Endpoint(
                  SERVICE,
                  4,
                  Ipv4.parse("10.43.0.1"),
                  List.of(new ServicePort(80, Protocol.TCP, 8080)),
                  Balance.RR,
                  List.of(new Backend(POD, Ipv4.parse("10.42.1.2"), "n1", true)))),
          List.of(SERVICE));

  private final ActorRef<EntityMessage> entity;
  private final ActorRef<Outcome> outcomes;
  private final ActorRef<Followed> followers;
  private final ActorRef<ToAgent> agent;
  private final ActorRef<LogChunk> reader;
  private final ActorRef<LogPull> source;
  private final ActorRef<LatestUsage> usages;
  private final ActorRef<LinkMessage.Contacted> links;
  private final ActorRef<ToSession> sessions;
  private final ActorRef<NetworkMessage> books;

  /// @param kit lends the actors that the messages speak of
  public Messages(ActorTestKit kit) {
    entity = kit.<EntityMessage>createTestProbe().ref();
    outcomes = kit.<Outcome>createTestProbe().ref();
    followers = kit.<Followed>createTestProbe().ref();
    agent = kit.<ToAgent>createTestProbe().ref();
    reader = kit.<LogChunk>createTestProbe().ref();
    source = kit.<LogPull>createTestProbe().ref();
    usages = kit.<LatestUsage>createTestProbe().ref();
    links = kit.<LinkMessage.Contacted>createTestProbe().ref();
    sessions = kit.<ToSession>createTestProbe().ref();
    books = kit.<NetworkMessage>createTestProbe().ref();
  }

  public List<Object> all() {
    List<Object> all = new ArrayList<>();
    all.addAll(fromAgents());
    all.addAll(toAgents());
    all.addAll(logs());
    all.addAll(inner());
    all.addAll(entities());
    all.addAll(outcomes());
    return all;
  }

  private List<Object> fromAgents() {
    return List.of(
        new ToSession.Hello("node-1.example.org", "run-7", 3, NODE_INFO, CAPACITY, agent),
        new ToSession.Heartbeat("node-1.example.org", "run-7", 41, null, agent),
        new ToSession.Heartbeat("node-1.example.org", "run-7", 41, USAGE, agent),
        new ToSession.NetworkApplied("node-1.example.org", "run-7", "session-2", 3, 12, agent),
        new ToSession.Report(
            "node-1.example.org", "run-7", 3, List.of(new PodReport(POD, OBSERVATION)), agent));
  }

  private List<Object> toAgents() {
    return List.of(
        new ToAgent.Introduce(),
        new ToAgent.Snapshot(3, 41, RUN, List.of(OTHER_POD), Duration.ofMillis(1500)),
        new ToAgent.Delta(40, 41, RUN, List.of(OTHER_POD)),
        new ToAgent.ReportTaken(3),
        new ToAgent.Network("session-2", 3, NEWS),
        new ToAgent.OpenLog(REQUEST, reader));
  }

  private List<Object> logs() {
    return List.of(
        new LogChunk.Opened(source),
        new LogChunk.Lines(
            List.of(new LogChunk.Line(AT, "main", "4c01db0b339c", "stderr", "hello\tworld"))),
        new LogChunk.End(),
        new LogChunk.Failed("the agent is not connected"),
        new LogPull.Next(),
        new LogPull.Close());
  }

  private List<Object> inner() {
    return List.of(
        new LinkMessage.Contact("troupe", "1.2.3", links),
        new LinkMessage.Contacted(
            "troupe",
            3,
            "cassandra",
            "10.0.0.1:2968",
            "up",
            true,
            List.of("10.0.0.1:2968", "10.0.0.2:2968"),
            sessions),
        new SessionMessage.Watch(4_000),
        new SessionMessage.ReadLog(REQUEST, reader),
        new SessionMessage.ReadUsage(usages),
        new LatestUsage(USAGE),
        new LatestUsage(null),
        new SessionMessage.News(followed()),
        new SessionMessage.EntityEnded(entity),
        new SessionMessage.Settled(new Outcome.Failed(7, "the journal does not take writes")),
        new SessionMessage.NetworkChanged(NEWS),
        SessionMessage.NetworkAgain.INSTANCE,
        new NetworkMessage.AwaitDrained(POD, books),
        new NetworkMessage.Drained(POD, Set.of("node-1.example.org")),
        SessionMessage.Listen.INSTANCE,
        SessionMessage.FollowAgain.INSTANCE,
        SessionMessage.Stop.INSTANCE,
        followed(),
        new Published(List.of(new Published.Stored(NODE, 40, EVENTS))));
  }

  private Followed followed() {
    return new Followed(entity, NODE, 40, 41, EVENTS, States.ALL.get(States.ALL.size() - 2));
  }

  private List<Object> entities() {
    List<Object> all = new ArrayList<>();
    Commands.ALL.forEach(
        command -> all.add(new EntityMessage.Execute(command, CAUSE, 7, true, outcomes)));
    all.addAll(
        List.of(
            new EntityMessage.Read(outcomes),
            new EntityMessage.Follow(followers, 7),
            new EntityMessage.Wake(),
            EntityMessage.Flush.INSTANCE,
            EntityMessage.Remind.INSTANCE,
            EntityMessage.Idle.INSTANCE,
            EntityMessage.Stop.INSTANCE,
            new EntityMessage.Answered(new Outcome.Decided(7, Reply.OK, 41, null)),
            new EntityMessage.Unfollow(followers)));
    return all;
  }

  private List<Object> outcomes() {
    List<Object> all = new ArrayList<>();
    States.ALL.forEach(
        state -> all.add(new Outcome.Decided(7, new Reply.Accepted("removed"), 41, state)));
    all.add(new Outcome.Decided(7, new Reply.Pending(), 41, null));
    all.add(
        new Outcome.Decided(
            7, new Reply.Refused(new Refusal(Refusal.Code.NO_ROOM, "not enough cpu")), 41, null));
    all.add(new Outcome.Failed(7, "the journal does not take writes"));
    return all;
  }
}

package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.Followed;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.actors.session.SessionMessage.EntityEnded;
import io.troupe.actors.session.SessionMessage.FollowAgain;
import io.troupe.actors.session.SessionMessage.Listen;
import io.troupe.actors.session.SessionMessage.NetworkAgain;
import io.troupe.actors.session.SessionMessage.NetworkChanged;
import io.troupe.actors.session.SessionMessage.News;
import io.troupe.actors.session.SessionMessage.ReadLog;
import io.troupe.actors.session.SessionMessage.ReadUsage;
import io.troupe.actors.session.SessionMessage.Settled;
import io.troupe.actors.session.SessionMessage.Stop;
import io.troupe.actors.session.SessionMessage.Watch;
import io.troupe.actors.stage.ActorStage;
import io.troupe.actors.stage.Role;
import io.troupe.actors.stage.Stage;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The control plane's end of the conversation with one node's agent. It follows the node's entity
/// and passes on what changes, takes reports to the pods, and tells the node when its agent has
/// fallen silent. It keeps nothing that the entity and the agent could not tell it again.
public final class NodeSession implements Role<SessionMessage> {
  private static final Duration FOLLOW_RETRY = Duration.ofSeconds(2);

  /// News of the node can be lost on their way from another member, so it is asked now and then.
  private static final Duration FOLLOW_CONFIRM = Duration.ofSeconds(5);

  /// The same where nothing is lost on the way.
  private static final Duration FOLLOW_CONFIRM_NEAR = Duration.ofSeconds(20);

  /// What an agent does with a large network may take this long.
  private static final Duration NETWORK_RETRY = Duration.ofSeconds(2);

  private static final long JOIN_TICKET = -1;

  /// An agent is given up only when it is not heard after so much more time. A second look that
  /// comes as late again tells of a pause of this process too, and is no better than the first.
  private static final Duration SECOND_LOOK = Duration.ofMillis(200);

  private final Stage<SessionMessage> stage;
  private final TimerScheduler<SessionMessage> timers;
  private final String name;
  private final Ref node;
  private final Post post;
  private final SessionSettings settings;
  private final Heard heard;
  private final ActorRef<Followed> news;
  private final ActorRef<Outcome> nobody;
  private final ActorRef<Outcome> answers;
  private final Reports reports;

  private @Nullable ActorRef<EntityMessage> entity;
  private NodeState state = new NodeState.Absent();
  private long seq = -1;

  private @Nullable ActorRef<ToAgent> agent;
  private String incarnation = "";
  private long hello;
  private long joinedAt = Long.MAX_VALUE;
  private long sent = -1;
  private long sentNanos;
  private @Nullable Usage usage;
  private boolean watched;
  private boolean spoken;
  private boolean networked;
  private @Nullable NetworkNews network;

  private final Silence silence;
  private boolean doubted;
  private long secondLookNanos;

  /// @param heard what this member knows of each agent's silence
  public static Behavior<SessionMessage> create(
      String node, Post post, SessionSettings settings, Heard heard) {
    return ActorStage.play(stage -> new NodeSession(stage, node, post, settings, heard));
  }

  /// A session that follows its node from now on.
  ///
  /// @param heard what this member knows of each agent's silence
  public NodeSession(
      Stage<SessionMessage> stage, String node, Post post, SessionSettings settings, Heard heard) {
    this.stage = stage;
    this.timers = stage.timers();
    this.name = stage.freshName();
    this.node = new Ref(Kind.NODE, node);
    this.post = post;
    this.settings = settings;
    this.heard = heard;
    this.news = stage.adapt(Followed.class, News::new);
    this.answers = stage.adapt(Outcome.class, Settled::new);
    this.nobody = stage.nobody();
    this.reports = new Reports(node, post, answers);
    this.silence = new Silence(settings, stage.nanoTime());
    follow();
    listenLater();
  }

  @Override
  public boolean hear(SessionMessage message) {
    switch (message) {
      case ToSession.Hello hello -> hello(hello);
      case ToSession.Heartbeat beat -> heartbeat(beat);
      case ToSession.Report report -> report(report);
      case News(Followed followed) -> news(followed);
      case EntityEnded(ActorRef<EntityMessage> ended) -> {
        if (ended.equals(entity)) {
          entity = null;
          follow();
        }
      }
      case Settled(Outcome outcome) -> settled(outcome);
      case Listen _ -> listen();
      case FollowAgain _ -> follow();
      case ReadLog read -> readLog(read);
      case ReadUsage(ActorRef<LatestUsage> reader) ->
          reader.tell(new LatestUsage(isOffline() ? null : usage));
      case ToSession.NetworkApplied applied -> networkApplied(applied);
      case NetworkChanged(NetworkNews changed) -> {
        network = changed;
        tellNetwork();
      }
      case NetworkAgain _ -> tellNetwork();
      case Watch watch -> watch(watch);
      case Stop _ -> {
        // its shard moves: whoever has it next watches on
        if (state instanceof NodeState.Member) {
          post.watch(node, Duration.ZERO);
        }
        return false;
      }
    }
    return true;
  }

  /// What is taken for known of the silence before this session was there. It counts only for an
  /// agent that this session has not heard itself.
  private void watch(Watch watch) {
    if (!watched && !spoken) {
      long now = stage.nanoTime();
      Duration assumed = Duration.ofMillis(watch.silentMillis());
      Duration first = silence.assume(heard.silent(node.link(), assumed, now), now);
      timers.startSingleTimer(Listen.INSTANCE, Listen.INSTANCE, first);
    }
    watched = true;
  }

  @Override
  public void end() {
    post.network(new NetworkMessage.End(node.link(), stage.self()));
  }

  private void follow() {
    post.tell(node, new EntityMessage.Follow(news, seq));
    if (networked) {
      post.network(new NetworkMessage.Present(node.link(), stage.self()));
    }
    timers.startSingleTimer(FollowAgain.INSTANCE, FollowAgain.INSTANCE, untilFollow());
  }

  private Duration untilFollow() {
    if (entity == null) {
      return FOLLOW_RETRY;
    }
    return stage.isNear(entity) ? FOLLOW_CONFIRM_NEAR : FOLLOW_CONFIRM;
  }

  private void hello(ToSession.Hello hello) {
    heard();
    if (hello.incarnation().equals(incarnation) && hello.number() < this.hello) {
      return; // the agent has said hello again since, and takes no answer to this one
    }
    agent = hello.agent();
    if (!hello.incarnation().equals(incarnation)) {
      incarnation = hello.incarnation();
      reports.clear();
      usage = null;
    }
    this.hello = hello.number();
    networked = hello.info().isNetworked();
    network = null;
    if (networked) {
      post.network(new NetworkMessage.Begin(node.link(), stage.self()));
    }
    sent = -1;
    sentNanos = stage.nanoTime();
    joinedAt = Long.MAX_VALUE;
    post.tell(
        node,
        new Execute(
            new NodeCommand.Join(hello.info(), hello.capacity()),
            Cause.by("agent:" + node.link()),
            JOIN_TICKET,
            false,
            answers));
  }

  private void tellNetwork() {
    if (agent != null && network != null) {
      agent.tell(new ToAgent.Network(name, hello, network));
      timers.startSingleTimer(NetworkAgain.INSTANCE, NetworkAgain.INSTANCE, NETWORK_RETRY);
    }
  }

  private void networkApplied(ToSession.NetworkApplied applied) {
    if (!knows(applied.incarnation(), applied.agent())) {
      return;
    }
    heard();
    boolean mine = applied.session().equals(name) && applied.hello() == hello;
    if (network != null && mine && applied.number() == network.number()) {
      network = null;
      timers.cancel(NetworkAgain.INSTANCE);
      post.network(new NetworkMessage.Applied(node.link(), stage.self(), applied.number()));
    }
  }

  private void heartbeat(ToSession.Heartbeat beat) {
    if (!knows(beat.incarnation(), beat.agent())) {
      return;
    }
    heard();
    if (beat.usage() != null) {
      usage = beat.usage();
    }
    boolean late = stage.nanoTime() - sentNanos > settings.heartbeat().toNanos() * 2;
    if (late && sent < 0) {
      // It has said hello, and what it was answered with was lost or could not be stored.
      beat.agent().tell(new ToAgent.Introduce());
    } else if (late && beat.revision() != sent) {
      sendSnapshot();
    }
  }

  private boolean knows(String other, ActorRef<ToAgent> from) {
    if (other.equals(incarnation)) {
      return true;
    }
    if (incarnation.isEmpty()) {
      // This session is new, and the agent is not: it lives.
      lives();
    }
    from.tell(new ToAgent.Introduce());
    return false;
  }

  private void report(ToSession.Report report) {
    if (knows(report.incarnation(), report.agent())) {
      heard();
      reports.take(report).ifPresent(this::taken);
    }
  }

  private void settled(Outcome outcome) {
    if (outcome.ticket() == JOIN_TICKET) {
      if (outcome instanceof Outcome.Decided decided
          && !(decided.reply() instanceof Reply.Pending)) {
        joinedAt = decided.seq();
        sendSnapshotIfJoined();
      }
    } else {
      reports.settled(outcome).ifPresent(this::taken);
    }
  }

  private void taken(long number) {
    if (agent != null) {
      agent.tell(new ToAgent.ReportTaken(number));
    }
  }

  private void news(Followed followed) {
    if (followed.seq() < seq) {
      return; // from where the node has lived before: it knows more by now
    }
    if (!followed.entity().equals(entity)) {
      entity = followed.entity();
      stage.watch(followed.entity(), new EntityEnded(followed.entity()));
    }
    boolean gap = seq >= 0 && followed.after() != seq;
    long before = seq;
    boolean wasServed = isServed() && !hasGone(followed);
    state = (NodeState) followed.state();
    seq = followed.seq();
    if (sent < 0) {
      sendSnapshotIfJoined();
    } else if (!wasServed && isServed()) {
      // The pods it was given up or removed with have been replaced; this ends them.
      sendSnapshot();
    } else if (gap) {
      if (seq != before) {
        sendSnapshot();
      }
    } else {
      sendDelta(followed);
    }
  }

  /// Whether it was given up or removed on the way, even if it is back again: news of several
  /// events may come at once.
  private static boolean hasGone(Followed followed) {
    return followed.events().stream()
        .map(Recorded::event)
        .anyMatch(event ->
            event instanceof NodeEvent.NodeWentOffline || event instanceof NodeEvent.NodeRemoved);
  }

  private boolean isServed() {
    return state instanceof NodeState.Member && !isOffline();
  }

  private boolean isOffline() {
    return state instanceof NodeState.Member member && member.liveness() == Liveness.OFFLINE;
  }

  private void sendSnapshotIfJoined() {
    if (seq >= joinedAt) {
      sendSnapshot();
    }
  }

  private void sendSnapshot() {
    if (agent != null) {
      sent = seq;
      sentNanos = stage.nanoTime();
      agent.tell(DesiredSet.snapshot(state, hello, seq, settings.heartbeat()));
    }
  }

  private void sendDelta(Followed followed) {
    ToAgent.Delta delta =
        DesiredSet.delta(sent, followed.after(), followed.seq(), followed.events());
    if (agent != null && !(delta.run().isEmpty() && delta.stop().isEmpty())) {
      sent = followed.seq();
      sentNanos = stage.nanoTime();
      agent.tell(delta);
    }
  }

  private void lives() {
    spoken = true;
    doubted = false;
    long now = stage.nanoTime();
    silence.broken(now);
    heard.now(node.link(), now);
  }

  private void heard() {
    lives();
    if (state instanceof NodeState.Member member && member.liveness() != Liveness.ONLINE) {
      tellNode(new NodeCommand.MarkOnline());
    }
  }

  private void listen() {
    Silence.Verdict verdict = silence.at(stage.nanoTime());
    long now = stage.nanoTime();
    boolean sure = doubted && now - secondLookNanos < SECOND_LOOK.toNanos();
    if (verdict == Silence.Verdict.GONE && !sure) {
      // What the agent has said while this process stood still may lie behind this look.
      doubted = true;
      secondLookNanos = now + SECOND_LOOK.toNanos();
      timers.startSingleTimer(Listen.INSTANCE, Listen.INSTANCE, SECOND_LOOK);
      return;
    }
    doubted = false;
    if (state instanceof NodeState.Member member) {
      switch (verdict) {
        case HEARD -> {}
        case SUSPECT -> {
          if (member.liveness() == Liveness.ONLINE) {
            tellNode(new NodeCommand.Suspect());
          }
        }
        case GONE -> {
          if (member.liveness() != Liveness.OFFLINE) {
            tellNode(new NodeCommand.MarkOffline());
          }
        }
      }
    }
    listenLater();
  }

  private void listenLater() {
    Duration wait = silence.nextLook(stage.nanoTime());
    timers.startSingleTimer(Listen.INSTANCE, Listen.INSTANCE, wait);
  }

  private void tellNode(NodeCommand command) {
    post.ask(node, command, Cause.by(Cause.SYSTEM), 0, nobody);
  }

  private void readLog(ReadLog read) {
    if (agent == null) {
      read.reader()
          .tell(
              new LogChunk.Failed(
                  "the agent of node " + node.link() + " is not connected; try again later"));
    } else {
      agent.tell(new ToAgent.OpenLog(read.request(), read.reader()));
    }
  }
}

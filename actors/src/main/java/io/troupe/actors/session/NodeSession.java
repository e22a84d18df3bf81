package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.Followed;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.session.SessionMessage.EntityEnded;
import io.troupe.actors.session.SessionMessage.FollowAgain;
import io.troupe.actors.session.SessionMessage.Listen;
import io.troupe.actors.session.SessionMessage.News;
import io.troupe.actors.session.SessionMessage.ReadLog;
import io.troupe.actors.session.SessionMessage.ReadUsage;
import io.troupe.actors.session.SessionMessage.Settled;
import io.troupe.actors.session.SessionMessage.Stop;
import io.troupe.actors.session.SessionMessage.Watch;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The control plane's end of the conversation with one node's agent. It follows the node's entity
/// and passes on what changes, takes reports to the pods, and tells the node when its agent has
/// fallen silent. It keeps nothing that the entity and the agent could not tell it again.
public final class NodeSession extends AbstractBehavior<SessionMessage> {
  private static final Duration FOLLOW_RETRY = Duration.ofSeconds(2);
  private static final long JOIN_TICKET = -1;

  private final TimerScheduler<SessionMessage> timers;
  private final Ref node;
  private final Post post;
  private final SessionSettings settings;
  private final ActorRef<Followed> news;
  private final ActorRef<Outcome> nobody;
  private final ActorRef<Outcome> answers;
  private final Reports reports;

  private @Nullable ActorRef<EntityMessage> entity;
  private NodeState state = new NodeState.Absent();
  private long seq = -1;

  private @Nullable ActorRef<ToAgent> agent;
  private String incarnation = "";
  private long joinedAt = Long.MAX_VALUE;
  private long sent = -1;
  private long sentNanos;
  private @Nullable Usage usage;

  private final Silence silence;

  public static Behavior<SessionMessage> create(String node, Post post, SessionSettings settings) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new NodeSession(context, timers, node, post, settings)));
  }

  private NodeSession(
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers,
      String node,
      Post post,
      SessionSettings settings) {
    super(context);
    this.timers = timers;
    this.node = new Ref(Kind.NODE, node);
    this.post = post;
    this.settings = settings;
    this.news = context.messageAdapter(Followed.class, News::new);
    this.answers = context.messageAdapter(Outcome.class, Settled::new);
    this.nobody = context.getSystem().ignoreRef();
    this.reports = new Reports(node, post, answers);
    this.silence = new Silence(settings, System.nanoTime());
    follow();
    listenLater();
  }

  @Override
  public Receive<SessionMessage> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<SessionMessage> onMessage(SessionMessage message) {
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
      case FollowAgain _ -> {
        if (entity == null) {
          follow();
        }
      }
      case ReadLog read -> readLog(read);
      case ReadUsage(ActorRef<LatestUsage> reader) ->
          reader.tell(new LatestUsage(isOffline() ? null : usage));
      case Watch _ -> {}
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void follow() {
    post.tell(node, new EntityMessage.Follow(news));
    timers.startSingleTimer(FollowAgain.INSTANCE, FollowAgain.INSTANCE, FOLLOW_RETRY);
  }

  private void hello(ToSession.Hello hello) {
    heard();
    agent = hello.agent();
    if (!hello.incarnation().equals(incarnation)) {
      incarnation = hello.incarnation();
      reports.clear();
      usage = null;
    }
    sent = -1;
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

  private void heartbeat(ToSession.Heartbeat beat) {
    if (!knows(beat.incarnation(), beat.agent())) {
      return;
    }
    heard();
    if (beat.usage() != null) {
      usage = beat.usage();
    }
    boolean late = System.nanoTime() - sentNanos > settings.heartbeat().toNanos() * 2;
    if (sent >= 0 && beat.revision() != sent && late) {
      sendSnapshot();
    }
  }

  private boolean knows(String other, ActorRef<ToAgent> from) {
    if (other.equals(incarnation)) {
      return true;
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
      if (outcome instanceof Outcome.Decided decided) {
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
    if (!followed.entity().equals(entity)) {
      entity = followed.entity();
      getContext().watchWith(followed.entity(), new EntityEnded(followed.entity()));
    }
    timers.cancel(FollowAgain.INSTANCE);
    boolean gap = seq >= 0 && followed.after() != seq;
    long before = seq;
    boolean wasOffline = isOffline();
    state = (NodeState) followed.state();
    seq = followed.seq();
    if (sent < 0) {
      sendSnapshotIfJoined();
    } else if (wasOffline && !isOffline()) {
      // The pods it was given up with have been replaced; this ends them.
      sendSnapshot();
    } else if (gap) {
      if (seq != before) {
        sendSnapshot();
      }
    } else {
      sendDelta(followed);
    }
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
      sentNanos = System.nanoTime();
      agent.tell(DesiredSet.snapshot(state, seq, settings.heartbeat()));
    }
  }

  private void sendDelta(Followed followed) {
    ToAgent.Delta delta =
        DesiredSet.delta(sent, followed.after(), followed.seq(), followed.events());
    if (agent != null && !(delta.run().isEmpty() && delta.stop().isEmpty())) {
      sent = followed.seq();
      sentNanos = System.nanoTime();
      agent.tell(delta);
    }
  }

  private void heard() {
    silence.broken(System.nanoTime());
    if (state instanceof NodeState.Member member && member.liveness() != Liveness.ONLINE) {
      tellNode(new NodeCommand.MarkOnline());
    }
  }

  private void listen() {
    if (state instanceof NodeState.Member member) {
      switch (silence.at(System.nanoTime())) {
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
    Duration wait = silence.nextLook(System.nanoTime());
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

package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.EntityMessage.Follow;
import io.troupe.actors.entity.Followed;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.core.Cause;
import io.troupe.core.Event;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeDecider;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A node's entity without a journal, which decides at once, and pods that only answer when the
/// test says so.
final class PretendNode implements Post {
  private static final NodeDecider DECIDER = new NodeDecider();

  final Ref self = new Ref(Kind.NODE, "n1");

  /// What pods were told, unanswered.
  final Queue<Execute> toPods = new ConcurrentLinkedQueue<>();

  /// Whose sessions are to be there after this one has stopped.
  final Queue<Ref> watched = new ConcurrentLinkedQueue<>();

  /// What the member's book of the network was told.
  final Queue<NetworkMessage> toBook = new ConcurrentLinkedQueue<>();

  private final ActorRef<EntityMessage> entity;
  private final List<ActorRef<Followed>> followers = new ArrayList<>();
  private NodeState state = DECIDER.empty();
  private long seq;

  PretendNode(ActorRef<EntityMessage> entity) {
    this.entity = entity;
  }

  @Override
  public synchronized void tell(Ref to, EntityMessage message) {
    switch (message) {
      case Execute execute when to.kind() == Kind.POD -> toPods.add(execute);
      case Execute execute -> {
        Reply reply = decide((NodeCommand) execute.command());
        execute.replyTo().tell(new Outcome.Decided(execute.ticket(), reply, seq, null));
      }
      case Follow follow -> {
        followers.add(follow.follower());
        follow.follower().tell(new Followed(entity, self, seq, seq, List.of(), state));
      }
      default -> throw new AssertionError("unexpected " + message);
    }
  }

  synchronized Reply decide(NodeCommand command) {
    Context context = new Context(self, Instant.EPOCH, Cause.by("test"), new SplittableRandom(seq));
    return switch (DECIDER.decide(state, command, context)) {
      case Decision.Accepted<NodeEvent> accepted -> {
        store(accepted.events());
        yield accepted.reply();
      }
      case Decision.Waiting<NodeEvent> _ -> throw new AssertionError("a node answers at once");
      case Decision.Rejected<NodeEvent> rejected -> new Reply.Refused(rejected.refusal());
    };
  }

  private void store(List<NodeEvent> events) {
    List<Recorded<? extends Event>> recorded = new ArrayList<>();
    for (NodeEvent event : events) {
      state = DECIDER.apply(state, event, Instant.EPOCH);
      recorded.add(new Recorded<>(Instant.EPOCH, Cause.by("test"), event));
    }
    if (!events.isEmpty()) {
      long before = seq;
      seq += events.size();
      followers.forEach(
          follower -> follower.tell(new Followed(entity, self, before, seq, recorded, state)));
    }
  }

  /// Tells its followers what it was once, as a message that was long under way does.
  synchronized void sayLate(long oldSeq, NodeState old) {
    followers.forEach(
        follower -> follower.tell(new Followed(entity, self, oldSeq, oldSeq, List.of(), old)));
  }

  @Override
  public void watch(Ref node, Duration silent) {
    watched.add(node);
  }

  @Override
  public void network(NetworkMessage message) {
    toBook.add(message);
  }

  @Override
  public void place(PlacementRequest request, PodSpec spec, Cause cause) {
    throw new AssertionError("a session places nothing");
  }

  synchronized NodeState state() {
    return state;
  }

  synchronized long seq() {
    return seq;
  }
}

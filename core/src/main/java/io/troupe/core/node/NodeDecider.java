package io.troupe.core.node;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Draft;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand.ConfirmLoss;
import io.troupe.core.node.NodeCommand.ConfirmOffer;
import io.troupe.core.node.NodeCommand.DropSubnet;
import io.troupe.core.node.NodeCommand.Join;
import io.troupe.core.node.NodeCommand.MarkOffline;
import io.troupe.core.node.NodeCommand.MarkOnline;
import io.troupe.core.node.NodeCommand.MissSubnet;
import io.troupe.core.node.NodeCommand.Release;
import io.troupe.core.node.NodeCommand.Remove;
import io.troupe.core.node.NodeCommand.Reserve;
import io.troupe.core.node.NodeCommand.SetMeta;
import io.troupe.core.node.NodeCommand.Suspect;
import io.troupe.core.node.NodeCommand.TakeSubnet;
import io.troupe.core.node.NodeCommand.Unassign;
import io.troupe.core.node.NodeCommand.WithdrawOffer;
import io.troupe.core.node.NodeEvent.LossConfirmed;
import io.troupe.core.node.NodeEvent.NodeJoined;
import io.troupe.core.node.NodeEvent.NodeMetaChanged;
import io.troupe.core.node.NodeEvent.NodeRemoved;
import io.troupe.core.node.NodeEvent.NodeSuspected;
import io.troupe.core.node.NodeEvent.NodeWentOffline;
import io.troupe.core.node.NodeEvent.NodeWentOnline;
import io.troupe.core.node.NodeEvent.OfferConfirmed;
import io.troupe.core.node.NodeEvent.PodReleased;
import io.troupe.core.node.NodeEvent.PodReserved;
import io.troupe.core.node.NodeEvent.PodUnassigned;
import io.troupe.core.node.NodeEvent.SubnetLeased;
import io.troupe.core.node.NodeEvent.SubnetMissed;
import io.troupe.core.node.NodeEvent.SubnetReleased;
import io.troupe.core.node.NodeState.Absent;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.NodeState.Member;
import io.troupe.core.node.NodeState.Removed;
import io.troupe.core.node.NodeState.Subnet;
import io.troupe.core.node.Reservation.Stage;
import io.troupe.core.placement.Fit;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.Pools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// How a node decides. It alone says whether a pod fits, so it can never be over-committed, whoever
/// asks. It owes each pod it has room for the offer, and, when it is offline, the word that the pod
/// is lost.
public final class NodeDecider implements Decider<NodeCommand, NodeEvent, NodeState> {
  @Override
  public Kind kind() {
    return Kind.NODE;
  }

  @Override
  public NodeState empty() {
    return new Absent();
  }

  @Override
  public Decision<NodeEvent> decide(NodeState state, NodeCommand command, Context context) {
    return switch (state) {
      case Absent _ -> decideAway(state, command, context);
      case Removed _ -> decideAway(state, command, context);
      case Member member -> decideMember(member, command, context);
    };
  }

  private static Decision<NodeEvent> decideAway(
      NodeState state, NodeCommand command, Context context) {
    return switch (command) {
      // Not before every pod that stood there knows that it is lost: it would stand there again,
      // while the agent is ending it. The agent says hello again.
      case Join join ->
          ledger(state).values().stream().allMatch(line -> line.stage() == Stage.LOST)
                  && subnet(state).find().isEmpty()
              ? Decision.accept(new NodeJoined(join.info(), join.capacity()))
              : Decision.answer(new Reply.Pending());
      case Unassign unassign -> release(state, unassign.pod());
      // That its containers are gone does not tell the pod, which is still to be told that it is
      // lost.
      case Release _ -> Decision.nothing();
      case ConfirmLoss confirm -> release(state, confirm.pod());
      case WithdrawOffer withdraw -> release(state, withdraw.pod());
      case ConfirmOffer confirm ->
          stage(state, confirm.pod()).filter(Stage.OFFERED::equals).isPresent()
              ? Decision.accept(new OfferConfirmed(confirm.pod()))
              : Decision.nothing();
      case DropSubnet _ ->
          subnet(state).find().isPresent()
              ? Decision.accept(new SubnetReleased())
              : Decision.nothing();
      case Suspect _, MarkOffline _, MarkOnline _, MissSubnet _ -> Decision.nothing();
      case SetMeta _, Reserve _, Remove _, TakeSubnet _ ->
          Decision.reject(
              Code.NOT_FOUND, "node '" + context.self().link() + "' is not in the cluster");
    };
  }

  private static Decision<NodeEvent> decideMember(
      Member member, NodeCommand command, Context context) {
    return switch (command) {
      case Join join -> join(member, join, context);
      case SetMeta meta -> setMeta(member, meta);
      case Suspect _ ->
          member.liveness() == Liveness.ONLINE
              ? Decision.accept(new NodeSuspected())
              : Decision.nothing();
      case MarkOffline _ -> markOffline(member, context);
      case MarkOnline _ ->
          member.liveness() == Liveness.ONLINE
              ? Decision.nothing()
              : Decision.accept(new NodeWentOnline());
      case Reserve reserve -> reserve(member, reserve, context);
      case Unassign unassign -> unassign(member, unassign.pod());
      case Release release ->
          stage(member, release.pod()).filter(stage -> stage != Stage.OFFERED).isPresent()
                  && stage(member, release.pod()).get() != Stage.CONFIRMED
              ? release(member, release.pod())
              : Decision.nothing();
      case ConfirmOffer confirm ->
          stage(member, confirm.pod()).filter(Stage.OFFERED::equals).isPresent()
              ? Decision.accept(new OfferConfirmed(confirm.pod()))
              : Decision.nothing();
      case WithdrawOffer withdraw ->
          stage(member, withdraw.pod()).filter(Stage.OFFERED::equals).isPresent()
              ? stop(member, withdraw.pod(), Reply.OK)
              : Decision.nothing();
      case ConfirmLoss confirm ->
          member.liveness() == Liveness.OFFLINE
                  && stage(member, confirm.pod()).filter(Stage.CONFIRMED::equals).isPresent()
              ? Decision.accept(new LossConfirmed(confirm.pod()))
              : Decision.nothing();
      case TakeSubnet take -> takeSubnet(member, take, context);
      case MissSubnet miss ->
          isWanting(member) && !miss.problem().equals(member.subnet().problem())
              ? Decision.accept(new SubnetMissed(miss.problem()))
              : Decision.nothing();
      case DropSubnet _ -> Decision.nothing();
      case Remove _ -> remove(member, context);
    };
  }

  private static Decision<NodeEvent> join(Member member, Join join, Context context) {
    var draft = new Draft<>((NodeState) member, context.now(), NodeEvents::apply);
    if (!member.info().equals(join.info()) || !member.capacity().equals(join.capacity())) {
      draft.add(new NodeJoined(join.info(), join.capacity()));
    }
    if (member.liveness() != Liveness.ONLINE) {
      draft.add(new NodeWentOnline());
    }
    return draft.accept();
  }

  /// An offer counts for the newest wish alone: an older one may be of a subnet that was given back
  /// since.
  private static Decision<NodeEvent> takeSubnet(Member member, TakeSubnet take, Context context) {
    if (!member.info().isNetworked()) {
      return Decision.reject(
          Code.CONFLICT, "node " + context.self().link() + " has no network of the cluster");
    }
    if (isWanting(member) && take.number() == member.subnet().number()) {
      return Decision.accept(new SubnetLeased(take.subnet()));
    }
    return member.subnet().find().filter(take.subnet()::equals).isPresent()
        ? Decision.nothing()
        : Decision.reject(
            member.subnet().find().isEmpty() ? Code.CONFLICT : Code.FORBIDDEN,
            "node %s does not want the subnet %s now"
                .formatted(context.self().link(), take.subnet()));
  }

  private static boolean isWanting(Member member) {
    return member.info().isNetworked() && member.subnet().find().isEmpty();
  }

  private static Decision<NodeEvent> setMeta(Member member, SetMeta meta) {
    String description = meta.description() == null ? member.description() : meta.description();
    Map<String, String> labels = meta.labels() == null ? member.labels() : meta.labels();
    return description.equals(member.description()) && labels.equals(member.labels())
        ? Decision.nothing()
        : Decision.accept(new NodeMetaChanged(description, labels));
  }

  private static Decision<NodeEvent> reserve(Member member, Reserve reserve, Context context) {
    Reservation known = member.ledger().get(reserve.pod());
    if (known != null) {
      return known.stage() == Stage.OFFERED || known.stage() == Stage.CONFIRMED
          ? Decision.nothing()
          : Decision.reject(Code.CONFLICT, reserve.pod().link() + " is ending here");
    }
    if (member.liveness() != Liveness.ONLINE) {
      return Decision.reject(Code.NO_ROOM, "node " + context.self().link() + " is not online");
    }
    Optional<String> misfit =
        Fit.check(
            member.capacity(),
            member.allocated(),
            reserve.demand().hostPorts().isEmpty() ? Set.of() : member.hostPorts(),
            reserve.demand());
    return misfit.isPresent()
        ? Decision.reject(Code.NO_ROOM, misfit.get())
        : Decision.accept(
            new PodReserved(reserve.pod(), reserve.spec(), reserve.demand(), reserve.placement()));
  }

  private static Decision<NodeEvent> unassign(Member member, Ref pod) {
    return stage(member, pod)
        .map(stage ->
            stage == Stage.STOPPING && member.liveness() != Liveness.OFFLINE
                ? Decision.<NodeEvent>answer(new Reply.Pending())
                : stop(member, pod, new Reply.Pending()))
        .orElseGet(Decision::nothing);
  }

  /// The agent is to end the pod; an offline node gives the room back at once, since a node that
  /// returns ends everything that is not in its ledger.
  private static Decision<NodeEvent> stop(Member member, Ref pod, Reply reply) {
    return member.liveness() == Liveness.OFFLINE
        ? Decision.accept(new PodReleased(pod))
        : new Decision.Accepted<>(List.of(new PodUnassigned(pod)), reply, List.of());
  }

  private static Decision<NodeEvent> release(NodeState state, Ref pod) {
    return ledger(state).containsKey(pod)
        ? Decision.accept(new PodReleased(pod))
        : Decision.nothing();
  }

  private static Decision<NodeEvent> markOffline(Member member, Context context) {
    if (member.liveness() == Liveness.OFFLINE) {
      return Decision.nothing();
    }
    var draft = new Draft<>((NodeState) member, context.now(), NodeEvents::apply);
    draft.add(new NodeWentOffline());
    release(draft, member, Set.of(Stage.STOPPING));
    return draft.accept();
  }

  private static Decision<NodeEvent> remove(Member member, Context context) {
    var draft = new Draft<>((NodeState) member, context.now(), NodeEvents::apply);
    // Nothing is left to be told to these, and nobody may come to strike them off.
    release(draft, member, Set.of(Stage.STOPPING, Stage.LOST));
    draft.add(new NodeRemoved());
    return draft.accept();
  }

  private static void release(Draft<NodeEvent, NodeState> draft, Member member, Set<Stage> stages) {
    member
        .ledger()
        .forEach((pod, line) -> {
          if (stages.contains(line.stage())) {
            draft.add(new PodReleased(pod));
          }
        });
  }

  private static Optional<Stage> stage(NodeState state, Ref pod) {
    return Optional.ofNullable(ledger(state).get(pod)).map(Reservation::stage);
  }

  private static SortedMap<Ref, Reservation> ledger(NodeState state) {
    return switch (state) {
      case Absent _ -> NodeEvents.EMPTY;
      case Member member -> member.ledger();
      case Removed removed -> removed.ledger();
    };
  }

  private static Subnet subnet(NodeState state) {
    return switch (state) {
      case Absent _ -> Subnet.NONE;
      case Member member -> member.subnet();
      case Removed removed -> removed.subnet();
    };
  }

  @Override
  public NodeState apply(NodeState state, NodeEvent event, Instant at) {
    return NodeEvents.apply(state, event, at);
  }

  @Override
  public boolean exists(NodeState state) {
    return state instanceof Member;
  }

  @Override
  public List<Owed> owed(Ref self, NodeState state) {
    boolean gone =
        state instanceof Removed
            || (state instanceof Member member && member.liveness() == Liveness.OFFLINE);
    List<Owed> owed = new ArrayList<>();
    oweSubnet(self, state, owed);
    ledger(state)
        .forEach((pod, line) -> {
          switch (line.stage()) {
            // An offer stands until it is answered, or a late one would find nobody behind it.
            case OFFERED ->
                owed.add(new Owed.Ask(pod, new PodCommand.Assign(self.link(), line.placement())));
            case CONFIRMED, STOPPING -> {
              if (gone) {
                owed.add(new Owed.Ask(pod, new PodCommand.NodeLost(self.link())));
              }
            }
            case LOST -> {}
          }
        });
    return owed;
  }

  private static void oweSubnet(Ref self, NodeState state, List<Owed> owed) {
    switch (state) {
      case Member member when isWanting(member) ->
          owed.add(
              new Owed.Ask(
                  Pools.SUBNETS, new PoolCommand.Lease(self, member.subnet().number(), null)));
      case Removed removed when removed.subnet().find().isPresent() ->
          owed.add(
              new Owed.Ask(
                  Pools.SUBNETS, new PoolCommand.Release(self, removed.subnet().number())));
      case Absent _, Member _, Removed _ -> {}
    }
  }

  @Override
  public Optional<NodeCommand> replied(Ref self, NodeState state, Owed owed, Reply reply) {
    if (!(owed instanceof Owed.Ask ask) || reply instanceof Reply.Pending) {
      return Optional.empty();
    }
    return switch (ask.command()) {
      case PodCommand.Assign _ ->
          Optional.of(
              reply instanceof Reply.Accepted
                  ? new ConfirmOffer(ask.to())
                  : new WithdrawOffer(ask.to()));
      case PodCommand.NodeLost _ -> Optional.of(new ConfirmLoss(ask.to()));
      // An accepted wish is followed by the subnet itself.
      case PoolCommand.Lease _ ->
          reply instanceof Reply.Refused(Refusal refusal)
              ? Optional.of(new MissSubnet(refusal.message()))
              : Optional.empty();
      case PoolCommand.Release _ -> Optional.of(new DropSubnet());
      default -> Optional.empty();
    };
  }
}

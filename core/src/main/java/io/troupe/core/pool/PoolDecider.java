package io.troupe.core.pool;

import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.pool.PoolCommand.ConfirmLease;
import io.troupe.core.pool.PoolCommand.Provide;
import io.troupe.core.pool.PoolCommand.Release;
import io.troupe.core.pool.PoolCommand.WithdrawLease;
import io.troupe.core.pool.PoolEvent.BlockLeased;
import io.troupe.core.pool.PoolEvent.BlockReleased;
import io.troupe.core.pool.PoolEvent.LeaseConfirmed;
import io.troupe.core.pool.PoolEvent.PoolProvided;
import io.troupe.core.pool.PoolState.Absent;
import io.troupe.core.pool.PoolState.Lease;
import io.troupe.core.pool.PoolState.Open;
import io.troupe.core.service.ServiceCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a pool of addresses decides. It alone knows what is free, so no address is ever two owners'.
/// It owes each owner its block until the owner has taken it or does not want it any more: so a
/// wish that arrives late takes nothing away for good.
public final class PoolDecider implements Decider<PoolCommand, PoolEvent, PoolState> {
  @Override
  public Kind kind() {
    return Kind.POOL;
  }

  @Override
  public PoolState empty() {
    return new Absent();
  }

  @Override
  public Decision<PoolEvent> decide(PoolState state, PoolCommand command, Context context) {
    return switch (command) {
      case Provide provide -> provide(state, provide);
      case PoolCommand.Lease lease ->
          state instanceof Open open
              ? lease(open, lease, context)
              : Decision.answer(new Reply.Pending());
      case Release release ->
          find(state, release.owner()).filter(l -> l.number() <= release.number()).isPresent()
              ? Decision.accept(new BlockReleased(release.owner()))
              : Decision.nothing();
      case ConfirmLease confirm ->
          state instanceof Open open && isOffered(open, confirm.owner(), confirm.block())
              ? Decision.accept(new LeaseConfirmed(confirm.owner()))
              : Decision.nothing();
      case WithdrawLease withdraw ->
          state instanceof Open open && isOffered(open, withdraw.owner(), withdraw.block())
              ? Decision.accept(new BlockReleased(withdraw.owner()))
              : Decision.nothing();
    };
  }

  private static Decision<PoolEvent> provide(PoolState state, Provide provide) {
    if (provide.block() < provide.range().length()) {
      return Decision.reject(
          Code.INVALID,
          "blocks of /%d do not fit into %s".formatted(provide.block(), provide.range()));
    }
    if (!(state instanceof Open open)) {
      return Decision.accept(new PoolProvided(provide.range(), provide.block()));
    }
    if (open.range().equals(provide.range()) && open.block() == provide.block()) {
      return Decision.nothing();
    }
    return open.leases().entrySet().stream()
        .filter(entry -> !isIn(provide, entry.getValue().block()))
        .findFirst()
        .<Decision<PoolEvent>>map(entry ->
            Decision.reject(
                Code.CONFLICT,
                "%s has %s, which is no block of /%d in %s; keep the range %s, or remove what has one"
                    .formatted(
                        entry.getKey(),
                        entry.getValue().block(),
                        provide.block(),
                        provide.range(),
                        open.range())))
        .orElseGet(() -> Decision.accept(new PoolProvided(provide.range(), provide.block())));
  }

  private static boolean isIn(Provide provide, Cidr block) {
    return provide.range().contains(block) && block.length() == provide.block();
  }

  private static Decision<PoolEvent> lease(Open open, PoolCommand.Lease wish, Context context) {
    Lease has = open.leases().get(wish.owner());
    if (has != null && (wish.wanted() == null || has.block().base().equals(wish.wanted()))) {
      boolean known = has.number() == wish.number() && open.offered().containsKey(wish.owner());
      return known || has.number() > wish.number()
          ? Decision.nothing()
          : Decision.accept(new BlockLeased(wish.owner(), wish.number(), has.block()));
    }
    if (has != null && has.number() > wish.number()) {
      return Decision.nothing();
    }
    return wish.wanted() == null
        ? Blocks.free(open)
            .<Decision<PoolEvent>>map(
                block -> Decision.accept(new BlockLeased(wish.owner(), wish.number(), block)))
            .orElseGet(() -> exhausted(open, context))
        : wanted(open, wish, wish.wanted());
  }

  private static Decision<PoolEvent> wanted(Open open, PoolCommand.Lease wish, Ipv4 wanted) {
    if (!Blocks.isUsable(open, wanted)) {
      return Decision.reject(
          Code.INVALID,
          "the address %s cannot be had: give one between %s and %s, or none"
              .formatted(wanted, Blocks.first(open), Blocks.last(open)));
    }
    Ref other = open.owners().get(wanted);
    return other == null || other.equals(wish.owner())
        ? Decision.accept(
            new BlockLeased(wish.owner(), wish.number(), new Cidr(wanted, open.block())))
        : Decision.reject(
            Code.NOT_UNIQUE,
            "the address %s belongs to %s %s; give another one, or none"
                .formatted(wanted, other.kind().label(), other.link()));
  }

  private static Decision<PoolEvent> exhausted(Open open, Context context) {
    return Decision.reject(
        Code.NO_ROOM,
        "all %d blocks of %s are taken; widen the range of %s in the configuration, or remove what"
                .formatted(open.owners().size(), open.range(), context.self().link())
            + " is not needed");
  }

  private static boolean isOffered(Open open, Ref owner, Cidr block) {
    Lease offered = open.offered().get(owner);
    return offered != null && offered.block().equals(block);
  }

  private static Optional<Lease> find(PoolState state, Ref owner) {
    return state instanceof Open open
        ? Optional.ofNullable(open.leases().get(owner))
        : Optional.empty();
  }

  @Override
  public PoolState apply(PoolState state, PoolEvent event, Instant at) {
    return PoolEvents.apply(state, event);
  }

  @Override
  public boolean exists(PoolState state) {
    return state instanceof Open;
  }

  @Override
  public List<Owed> owed(Ref self, PoolState state) {
    return state instanceof Open open
        ? open.offered().entrySet().stream()
            .<Owed>map(
                entry -> new Owed.Ask(entry.getKey(), offer(entry.getKey(), entry.getValue())))
            .toList()
        : List.of();
  }

  private static Command offer(Ref owner, Lease lease) {
    return owner.kind() == Kind.NODE
        ? new NodeCommand.TakeSubnet(lease.block(), lease.number())
        : new ServiceCommand.TakeAddress(lease.block().base(), lease.number());
  }

  @Override
  public Optional<PoolCommand> replied(Ref self, PoolState state, Owed owed, Reply reply) {
    if (!(owed instanceof Owed.Ask ask) || reply instanceof Reply.Pending) {
      return Optional.empty();
    }
    if (reply instanceof Reply.Refused(Refusal refusal) && refusal.code() == Code.FORBIDDEN) {
      return Optional.empty(); // it has another block, and will say anew what it wants
    }
    boolean taken = reply instanceof Reply.Accepted;
    return offered(state, ask)
        .map(block ->
            taken ? new ConfirmLease(ask.to(), block) : new WithdrawLease(ask.to(), block));
  }

  private static Optional<Cidr> offered(PoolState state, Owed.Ask ask) {
    return switch (ask.command()) {
      case NodeCommand.TakeSubnet take -> Optional.of(take.subnet());
      case ServiceCommand.TakeAddress take ->
          state instanceof Open open
              ? Optional.of(new Cidr(take.address(), open.block()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}

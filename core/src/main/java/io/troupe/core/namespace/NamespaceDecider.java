package io.troupe.core.namespace;

import io.troupe.core.Kind;
import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceEvent.ChildAdmitted;
import io.troupe.core.namespace.NamespaceEvent.ChildDismissed;
import io.troupe.core.namespace.NamespaceEvent.Grant;
import io.troupe.core.namespace.NamespaceEvent.GrantConfirmed;
import io.troupe.core.namespace.NamespaceEvent.NamespaceChanged;
import io.troupe.core.namespace.NamespaceEvent.NamespaceCreated;
import io.troupe.core.namespace.NamespaceEvent.NamespaceRemoved;
import io.troupe.core.namespace.NamespaceState.Absent;
import io.troupe.core.namespace.NamespaceState.Present;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.template.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a namespace decides: it keeps the index of what it holds and the ledger of what each may
/// use. It owes each child its grant until the child is known to have it, and takes the grant back
/// from one that is gone.
public final class NamespaceDecider
    implements Decider<NamespaceCommand, NamespaceEvent, NamespaceState> {
  /// The note of an accepted admission whose missing limits were filled in.
  public static final String LIMITS_DEFAULTED = "limits-defaulted";

  /// What a container without limits gets in a namespace that has some.
  public static final Limits DEFAULT_LIMITS = new Limits(Cpu.millis(100), Memory.mebibytes(128));

  @Override
  public Kind kind() {
    return Kind.NAMESPACE;
  }

  @Override
  public NamespaceState empty() {
    return new Absent();
  }

  @Override
  public Decision<NamespaceEvent> decide(
      NamespaceState state, NamespaceCommand command, Context context) {
    return switch (state) {
      case Absent() -> decideAbsent(command, context);
      case Present present -> decidePresent(present, command, context);
    };
  }

  private static Decision<NamespaceEvent> decideAbsent(NamespaceCommand command, Context context) {
    return switch (command) {
      case NamespaceCommand.Create create ->
          Decision.accept(new NamespaceCreated(create.patch().applyTo(NamespaceSpec.EMPTY)));
      case NamespaceCommand.Dismiss _, NamespaceCommand.ConfirmGrant _ -> Decision.nothing();
      case NamespaceCommand.Update _, NamespaceCommand.Remove _, NamespaceCommand.Admit _ ->
          Decision.reject(
              Code.NOT_FOUND,
              "namespace '" + context.self().name() + "' does not exist; create it first");
    };
  }

  private static Decision<NamespaceEvent> decidePresent(
      Present present, NamespaceCommand command, Context context) {
    return switch (command) {
      case NamespaceCommand.Create _ ->
          Decision.reject(
              Code.NOT_UNIQUE, "namespace '" + context.self().name() + "' exists already");
      case NamespaceCommand.Update update -> {
        NamespaceSpec spec = update.patch().applyTo(present.spec());
        yield spec.equals(present.spec())
            ? Decision.nothing()
            : Decision.accept(new NamespaceChanged(spec));
      }
      case NamespaceCommand.Remove _ -> remove(present, context);
      case NamespaceCommand.Admit admit -> admit(present, admit);
      case NamespaceCommand.ConfirmGrant confirm -> {
        Grant grant = present.children().get(confirm.child());
        yield grant == null || grant.confirmed() || grant.generation() != confirm.generation()
            ? Decision.nothing()
            : Decision.accept(new GrantConfirmed(confirm.child()));
      }
      case NamespaceCommand.Dismiss dismiss -> {
        Grant grant = present.children().get(dismiss.child());
        yield grant == null || grant.generation() > dismiss.generation()
            ? Decision.nothing()
            : Decision.accept(new ChildDismissed(dismiss.child()));
      }
    };
  }

  private static Decision<NamespaceEvent> remove(Present present, Context context) {
    if (!present.children().isEmpty()) {
      Ref first = present.children().firstKey();
      return Decision.reject(
          Code.FORBIDDEN,
          "namespace '%s' still holds %d resource(s), among them %s '%s'; remove them first"
              .formatted(
                  context.self().name(),
                  present.children().size(),
                  first.kind().label(),
                  first.name()));
    }
    return Decision.accept(new NamespaceRemoved());
  }

  private static Decision<NamespaceEvent> admit(Present present, NamespaceCommand.Admit admit) {
    Grant before = present.children().get(admit.child());
    if (before != null && before.generation() >= admit.generation()) {
      return Decision.answer(accepted(before));
    }
    Quota quota = present.spec().limits();
    // Who was struck off holds nothing: it has asked before it went.
    boolean held = admit.held() && before != null;
    boolean fillIn =
        !held
            && quota.limited()
            && admit.containers().stream().anyMatch(NamespaceDecider::lacksLimits);
    List<Limits> containers =
        fillIn
            ? admit.containers().stream().map(limits -> limits.orElse(DEFAULT_LIMITS)).toList()
            : admit.containers();
    Limits amount = containers.stream().reduce(Limits.NONE, Limits::plus).times(admit.replicas());
    Optional<Refusal> refusal =
        held || admit.replicas() == 0 || (before != null && isNoMore(amount, before.amount()))
            ? Optional.empty()
            : overQuota(quota, others(present, admit.child()).plus(amount), amount);
    if (refusal.isPresent()) {
      return new Decision.Rejected<>(refusal.get());
    }
    Grant grant = new Grant(admit.generation(), amount, fillIn, false);
    return new Decision.Accepted<>(
        List.of(new ChildAdmitted(admit.child(), grant)), accepted(grant), List.of());
  }

  /// What everybody but this child was granted. A sum that has reached the greatest amount cannot
  /// be subtracted from, so it is added up anew.
  private static Limits others(Present present, Ref child) {
    Grant grant = present.children().get(child);
    if (grant == null) {
      return present.allocated();
    }
    Limits sum = present.allocated();
    if (sum.cpu().nanos() < Long.MAX_VALUE && sum.memory().bytes() < Long.MAX_VALUE) {
      return sum.minus(grant.amount());
    }
    return present.children().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(child))
        .map(entry -> entry.getValue().amount())
        .reduce(Limits.NONE, Limits::plus);
  }

  /// Who takes no more than it has is never refused, however much the quota was lowered.
  private static boolean isNoMore(Limits amount, Limits before) {
    return amount.cpu().compareTo(before.cpu()) <= 0
        && amount.memory().compareTo(before.memory()) <= 0;
  }

  private static boolean lacksLimits(Limits limits) {
    return limits.cpu().isZero() || limits.memory().isZero();
  }

  private static Reply accepted(Grant grant) {
    return new Reply.Accepted(grant.limitsDefaulted() ? LIMITS_DEFAULTED : "");
  }

  private static Optional<Refusal> overQuota(Quota quota, Limits total, Limits amount) {
    if (!quota.memory().isZero() && total.memory().compareTo(quota.memory()) > 0) {
      return Optional.of(exceeded("ram", amount.memory(), total.memory(), quota.memory()));
    }
    if (!quota.cpu().isZero() && total.cpu().compareTo(quota.cpu()) > 0) {
      return Optional.of(exceeded("cpu", amount.cpu(), total.cpu(), quota.cpu()));
    }
    return Optional.empty();
  }

  private static Refusal exceeded(String what, Object amount, Object total, Object limit) {
    return new Refusal(
        Code.QUOTA,
        "resources %s limit exceeded: %s more would make %s of the namespace's %s"
            .formatted(what, amount, total, limit));
  }

  @Override
  public NamespaceState apply(NamespaceState state, NamespaceEvent event, Instant at) {
    return switch (event) {
      case NamespaceCreated created ->
          new Present(created.spec(), Ordered.copy(Map.<Ref, Grant>of()), Limits.NONE, at, at);
      case NamespaceChanged changed ->
          state instanceof Present present
              ? new Present(
                  changed.spec(), present.children(), present.allocated(), present.created(), at)
              : state;
      case ChildAdmitted admitted ->
          state instanceof Present present ? admitted(present, admitted) : state;
      case GrantConfirmed confirmed ->
          state instanceof Present present ? confirmed(present, confirmed.child()) : state;
      case ChildDismissed dismissed ->
          state instanceof Present present ? dismissed(present, dismissed) : state;
      case NamespaceRemoved() -> new Absent();
    };
  }

  private static Present admitted(Present present, ChildAdmitted admitted) {
    return new Present(
        present.spec(),
        Ordered.with(present.children(), admitted.child(), admitted.grant()),
        others(present, admitted.child()).plus(admitted.grant().amount()),
        present.created(),
        present.updated());
  }

  private static Present confirmed(Present present, Ref child) {
    Grant grant = present.children().get(child);
    if (grant == null) {
      return present;
    }
    Grant known = new Grant(grant.generation(), grant.amount(), grant.limitsDefaulted(), true);
    return new Present(
        present.spec(),
        Ordered.with(present.children(), child, known),
        present.allocated(),
        present.created(),
        present.updated());
  }

  private static Present dismissed(Present present, ChildDismissed dismissed) {
    return new Present(
        present.spec(),
        Ordered.without(present.children(), dismissed.child()),
        others(present, dismissed.child()),
        present.created(),
        present.updated());
  }

  @Override
  public boolean exists(NamespaceState state) {
    return state instanceof Present;
  }

  @Override
  public List<Owed> owed(Ref self, NamespaceState state) {
    if (!(state instanceof Present present)) {
      return List.of();
    }
    List<Owed> owed = new ArrayList<>();
    present
        .children()
        .forEach((child, grant) -> {
          if (!grant.confirmed()) {
            owed.add(
                new Owed.Ask(
                    child, new ServiceCommand.Admit(grant.generation(), grant.limitsDefaulted())));
          }
        });
    return owed;
  }

  @Override
  public Optional<NamespaceCommand> replied(
      Ref self, NamespaceState state, Owed owed, Reply reply) {
    if (owed instanceof Owed.Ask ask && ask.command() instanceof ServiceCommand.Admit told) {
      return switch (reply) {
        case Reply.Accepted _ ->
            Optional.of(new NamespaceCommand.ConfirmGrant(ask.to(), told.generation()));
        case Reply.Refused _ ->
            Optional.of(new NamespaceCommand.Dismiss(ask.to(), told.generation()));
        case Reply.Pending _ -> Optional.empty();
      };
    }
    return Optional.empty();
  }
}

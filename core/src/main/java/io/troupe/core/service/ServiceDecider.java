package io.troupe.core.service;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Decision.Settlement;
import io.troupe.core.decider.Draft;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.deployment.DeploymentDecider;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentNote.Condition;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespaceDecider;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.service.ServiceCommand.AddDeployment;
import io.troupe.core.service.ServiceCommand.Admit;
import io.troupe.core.service.ServiceCommand.Apply;
import io.troupe.core.service.ServiceCommand.ConfirmDeployment;
import io.troupe.core.service.ServiceCommand.ConfirmDismissal;
import io.troupe.core.service.ServiceCommand.ConfirmRetirement;
import io.troupe.core.service.ServiceCommand.Create;
import io.troupe.core.service.ServiceCommand.DropAddress;
import io.troupe.core.service.ServiceCommand.MissAddress;
import io.troupe.core.service.ServiceCommand.NoteDeployment;
import io.troupe.core.service.ServiceCommand.Refuse;
import io.troupe.core.service.ServiceCommand.Remove;
import io.troupe.core.service.ServiceCommand.RetireDeployment;
import io.troupe.core.service.ServiceCommand.Scale;
import io.troupe.core.service.ServiceCommand.ScaleDeployment;
import io.troupe.core.service.ServiceCommand.TakeAddress;
import io.troupe.core.service.ServiceCommand.Update;
import io.troupe.core.service.ServiceEvent.DeploymentConfirmed;
import io.troupe.core.service.ServiceEvent.DeploymentNoted;
import io.troupe.core.service.ServiceEvent.DeploymentResized;
import io.troupe.core.service.ServiceEvent.DeploymentRetired;
import io.troupe.core.service.ServiceEvent.RetirementConfirmed;
import io.troupe.core.service.ServiceEvent.ServiceAdmitted;
import io.troupe.core.service.ServiceEvent.ServiceDestroyRequested;
import io.troupe.core.service.ServiceEvent.ServiceDismissed;
import io.troupe.core.service.ServiceEvent.ServiceRefused;
import io.troupe.core.service.ServiceEvent.ServiceRemoved;
import io.troupe.core.service.ServiceEvent.ServiceRequested;
import io.troupe.core.service.ServiceState.Absent;
import io.troupe.core.service.ServiceState.Active;
import io.troupe.core.service.ServiceState.Child;
import io.troupe.core.service.ServiceState.Destroying;
import io.troupe.core.service.ServiceState.Removed;
import io.troupe.core.service.ServiceState.Requested;
import io.troupe.core.service.ServiceState.Wish;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// How a service decides. A user's wish goes to the namespace first, which may refuse it; the
/// answer to the user waits for that. Once granted, [Rollout] brings the deployments in line with
/// it.
public final class ServiceDecider implements Decider<ServiceCommand, ServiceEvent, ServiceState> {
  private static final String ADMISSION = "admission";

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public ServiceState empty() {
    return new Absent(0, 0);
  }

  @Override
  public Decision<ServiceEvent> decide(
      ServiceState state, ServiceCommand command, Context context) {
    int replicas = replicas(command);
    return replicas < 0 || replicas > ServiceSpec.MOST_REPLICAS
        ? Decision.reject(
            Code.INVALID,
            "replicas must be 0 to %d, not %d".formatted(ServiceSpec.MOST_REPLICAS, replicas))
        : decideValid(state, command, context);
  }

  /// The number of pods that a command asks for, 0 when it names none.
  private static int replicas(ServiceCommand command) {
    return switch (command) {
      case Create create -> replicas(create.patch());
      case Update update -> replicas(update.patch());
      case Apply apply -> replicas(apply.patch());
      case Scale scale -> scale.replicas();
      case AddDeployment add -> add.replicas();
      case ScaleDeployment scale -> scale.replicas();
      case Remove _,
          RetireDeployment _,
          NoteDeployment _,
          Admit _,
          Refuse _,
          ConfirmDeployment _,
          ConfirmRetirement _,
          TakeAddress _,
          MissAddress _,
          DropAddress _,
          ConfirmDismissal _ ->
          0;
    };
  }

  private static int replicas(ServicePatch patch) {
    return patch.replicas() == null ? 0 : patch.replicas();
  }

  private static Decision<ServiceEvent> decideValid(
      ServiceState state, ServiceCommand command, Context context) {
    return switch (command) {
      case Create create -> create(state, create.patch(), context);
      case Update update -> update(state, update.patch(), update.redeploy(), context);
      case Apply apply ->
          state instanceof Active || state instanceof Requested
              ? update(state, apply.patch(), apply.redeploy(), context)
              : create(state, apply.patch(), context);
      case Scale scale ->
          state instanceof Active active
              ? change(active, latest(active).withReplicas(scale.replicas()), "", context)
              : notFound(context);
      case Remove _ -> remove(state, context);
      case AddDeployment add -> addDeployment(state, add, context);
      case ScaleDeployment scale -> scaleDeployment(state, scale, context);
      case RetireDeployment retire -> retireDeployment(state, retire, context);
      case NoteDeployment note -> note(state, note, context);
      case Admit admit -> admit(state, admit, context);
      case Refuse refuse -> refuse(state, refuse);
      case ConfirmDeployment confirm -> confirm(state, confirm);
      case ConfirmRetirement confirm ->
          child(state, confirm.name()).filter(c -> c.end() == Child.End.RETIRING).isPresent()
              ? Decision.accept(new RetirementConfirmed(confirm.name()))
              : Decision.nothing();
      case TakeAddress take -> Addressing.take(state, take.address(), take.number());
      case MissAddress miss -> Addressing.miss(state, miss.problem());
      case DropAddress _ -> Addressing.drop(state, draft(state, context));
      case ConfirmDismissal _ ->
          state instanceof Removed ? Decision.accept(new ServiceDismissed()) : Decision.nothing();
    };
  }

  private static Decision<ServiceEvent> create(
      ServiceState state, ServicePatch patch, Context context) {
    return switch (state) {
      case Absent _, Removed _ -> wish(state, new Wish(patch.applyTo(ServiceSpec.EMPTY), ""));
      case Requested _, Active _ ->
          Decision.reject(
              Code.NOT_UNIQUE, "service '" + context.self().name() + "' exists already");
      case Destroying _ ->
          Decision.reject(
              Code.NOT_UNIQUE,
              "service '%s' is still being removed; try again when it is gone"
                  .formatted(context.self().name()));
    };
  }

  private static Decision<ServiceEvent> wish(ServiceState state, Wish wish) {
    return new Decision.Waiting<>(
        List.of(new ServiceRequested(wish.spec(), state.generation() + 1, wish.deployment())),
        ADMISSION);
  }

  private static Decision<ServiceEvent> update(
      ServiceState state, ServicePatch patch, boolean redeploy, Context context) {
    return switch (state) {
      case Requested requested -> wish(state, new Wish(patch.applyTo(requested.wish().spec()), ""));
      case Active active -> {
        ServiceSpec spec = patch.applyTo(latest(active));
        yield change(active, redeploy ? spec.redeployed() : spec, "", context);
      }
      case Absent _, Removed _ -> notFound(context);
      case Destroying _ ->
          Decision.reject(
              Code.CONFLICT, "service '" + context.self().name() + "' is being removed");
    };
  }

  private static ServiceSpec latest(Active active) {
    Wish pending = active.wish();
    return pending == null ? active.spec() : pending.spec();
  }

  /// A change of an existing service: nothing when it is none, at once when it takes no more than
  /// what is granted already, else a wish.
  private static Decision<ServiceEvent> change(
      Active active, ServiceSpec spec, String deployment, Context context) {
    if (active.wish() == null && spec.equals(active.spec())) {
      return Decision.nothing();
    }
    boolean sameAmount =
        spec.replicas() == active.spec().replicas()
            && limits(spec.template()).equals(limits(active.spec().template()));
    if (active.wish() != null || !sameAmount) {
      return wish(active, new Wish(spec, deployment));
    }
    var draft = draft(active, context);
    draft.add(new ServiceAdmitted(spec, active.generation() + 1, deployment));
    Rollout.advance(draft, context.self(), deployment);
    return draft.accept();
  }

  private static List<Limits> limits(PodTemplate template) {
    return template.containers().stream().map(ContainerTemplate::limits).toList();
  }

  private static Decision<ServiceEvent> remove(ServiceState state, Context context) {
    return switch (state) {
      case Absent _ -> notFound(context);
      case Removed _, Destroying _ -> Decision.nothing();
      case Requested _ ->
          new Decision.Accepted<>(
              List.of(new ServiceRemoved()), Reply.OK, List.of(removedMeanwhile(context)));
      case Active active -> {
        var draft = draft(active, context);
        draft.add(new ServiceDestroyRequested());
        if (active.deployments().isEmpty() && active.address().find().isEmpty()) {
          draft.add(new ServiceRemoved());
        }
        List<Settlement> waiting =
            active.wish() == null ? List.of() : List.of(removedMeanwhile(context));
        yield new Decision.Accepted<>(draft.events(), Reply.OK, waiting);
      }
    };
  }

  private static Settlement removedMeanwhile(Context context) {
    return new Settlement(
        ADMISSION,
        Reply.refused(
            Code.CONFLICT, "service '" + context.self().name() + "' was removed meanwhile"));
  }

  private static Decision<ServiceEvent> addDeployment(
      ServiceState state, AddDeployment add, Context context) {
    if (!(state instanceof Active active)) {
      return notFound(context);
    }
    if (active.deployments().containsKey(add.name())) {
      return Decision.reject(Code.NOT_UNIQUE, "deployment '" + add.name() + "' exists already");
    }
    ServiceSpec old = latest(active);
    ServiceSpec spec =
        new ServiceSpec(
            old.description(),
            old.labels(),
            add.replicas(),
            add.selector() == null ? old.selector() : add.selector(),
            old.network(),
            old.strategy(),
            add.template(),
            old.redeploys() + 1);
    return change(active, spec, add.name(), context);
  }

  private static Decision<ServiceEvent> scaleDeployment(
      ServiceState state, ScaleDeployment scale, Context context) {
    Optional<Child> child = child(state, scale.name()).filter(Child::wanted);
    if (!(state instanceof Active active) || child.isEmpty()) {
      return noDeployment(scale.name());
    }
    if (child.get().spec().hash().equals(active.spec().hash())) {
      return change(active, latest(active).withReplicas(scale.replicas()), "", context);
    }
    return child.get().spec().replicas() == scale.replicas()
        ? Decision.nothing()
        : Decision.accept(new DeploymentResized(scale.name(), scale.replicas()));
  }

  private static Decision<ServiceEvent> retireDeployment(
      ServiceState state, RetireDeployment retire, Context context) {
    Optional<Child> child = child(state, retire.name());
    if (child.isEmpty()) {
      return noDeployment(retire.name());
    }
    if (!(state instanceof Active) || !child.get().wanted()) {
      return Decision.nothing();
    }
    var draft = draft(state, context);
    draft.add(new DeploymentRetired(retire.name(), "removed by a user"));
    Rollout.advance(draft, context.self(), "");
    return draft.accept();
  }

  private static Decision<ServiceEvent> note(
      ServiceState state, NoteDeployment note, Context context) {
    Optional<Child> child = child(state, note.name());
    boolean gone = note.note().condition() == Condition.DESTROYED;
    if (child.isEmpty()) {
      return gone ? Decision.nothing() : unknown(note);
    }
    if (note.version() > 0 && note.version() < child.get().spec().version()) {
      return gone ? Decision.nothing() : unknown(note); // an earlier deployment of the same name
    }
    if (child.get().note().version() >= note.note().version()) {
      return Decision.nothing();
    }
    var draft = draft(state, context);
    draft.add(new DeploymentNoted(note.name(), note.note()));
    Rollout.advance(draft, context.self(), "");
    if (draft.state() instanceof Destroying destroying
        && destroying.deployments().isEmpty()
        && destroying.address().find().isEmpty()) {
      draft.add(new ServiceRemoved());
    }
    return draft.accept();
  }

  private static Decision<ServiceEvent> unknown(NoteDeployment note) {
    return Decision.reject(Code.NOT_FOUND, "the service has no deployment " + note.name());
  }

  private static Decision<ServiceEvent> admit(ServiceState state, Admit admit, Context context) {
    if (state instanceof Absent || state instanceof Removed) {
      return notFound(context);
    }
    Wish wish = wishOf(state);
    if (wish == null || admit.generation() != state.generation()) {
      return Decision.nothing();
    }
    ServiceSpec spec =
        admit.limitsDefaulted() ? wish.spec().withTemplate(defaulted(wish)) : wish.spec();
    var draft = draft(state, context);
    draft.add(new ServiceAdmitted(spec, admit.generation(), wish.deployment()));
    Rollout.advance(draft, context.self(), wish.deployment());
    return new Decision.Accepted<>(
        draft.events(), Reply.OK, List.of(new Settlement(ADMISSION, Reply.OK)));
  }

  private static PodTemplate defaulted(Wish wish) {
    return wish.spec()
        .template()
        .mapContainers(container ->
            container.withLimits(container.limits().orElse(NamespaceDecider.DEFAULT_LIMITS)));
  }

  private static Decision<ServiceEvent> refuse(ServiceState state, Refuse refuse) {
    Wish wish = wishOf(state);
    if (wish == null || refuse.generation() != state.generation()) {
      return Decision.nothing();
    }
    if (state instanceof Active has && wish.spec().equals(has.spec())) {
      return Decision.nothing(); // it goes on asking for what it has
    }
    List<ServiceEvent> events = new ArrayList<>();
    events.add(new ServiceRefused(refuse.generation(), refuse.refusal()));
    if (state instanceof Active active) {
      // The wish before may have been granted, or this one may be when it comes a second time: what
      // the namespace keeps for it is to be what it has.
      events.add(new ServiceRequested(active.spec(), refuse.generation() + 1, ""));
    }
    return new Decision.Accepted<>(
        events, Reply.OK, List.of(new Settlement(ADMISSION, new Reply.Refused(refuse.refusal()))));
  }

  private static Decision<ServiceEvent> confirm(ServiceState state, ConfirmDeployment confirm) {
    return child(state, confirm.name())
            .filter(c -> !c.confirmed() || c.told() < confirm.resize())
            .isPresent()
        ? Decision.accept(new DeploymentConfirmed(confirm.name(), confirm.resize()))
        : Decision.nothing();
  }

  private static Decision<ServiceEvent> notFound(Context context) {
    return Decision.reject(
        Code.NOT_FOUND, "service '" + context.self().name() + "' does not exist");
  }

  private static Decision<ServiceEvent> noDeployment(String name) {
    return Decision.reject(
        Code.NOT_FOUND, "deployment '" + name + "' does not exist or is being removed");
  }

  private static Draft<ServiceEvent, ServiceState> draft(ServiceState state, Context context) {
    return new Draft<>(state, context.now(), ServiceEvents::apply);
  }

  private static @Nullable Wish wishOf(ServiceState state) {
    return switch (state) {
      case Requested requested -> requested.wish();
      case Active active -> active.wish();
      case Absent _, Destroying _, Removed _ -> null;
    };
  }

  private static Optional<Child> child(ServiceState state, String name) {
    return Optional.ofNullable(ServiceStatus.deployments(state).get(name));
  }

  @Override
  public ServiceState apply(ServiceState state, ServiceEvent event, Instant at) {
    return ServiceEvents.apply(state, event, at);
  }

  @Override
  public boolean exists(ServiceState state) {
    return state instanceof Active || state instanceof Destroying;
  }

  @Override
  public List<Owed> owed(Ref self, ServiceState state) {
    List<Owed> owed = new ArrayList<>();
    Ref namespace = new Ref(Kind.NAMESPACE, self.namespace());
    Wish wish = wishOf(state);
    if (wish != null) {
      owed.add(
          new Owed.Ask(
              namespace,
              new NamespaceCommand.Admit(
                  self,
                  state.generation(),
                  limits(wish.spec().template()),
                  wish.spec().replicas(),
                  state instanceof Active has && wish.spec().equals(has.spec()))));
    }
    if (state instanceof Removed) {
      owed.add(new Owed.Ask(namespace, new NamespaceCommand.Dismiss(self, state.generation())));
    }
    Addressing.owe(self, state, owed);
    oweDeployments(self, ServiceStatus.deployments(state), owed);
    return owed;
  }

  private static void oweDeployments(
      Ref self, SortedMap<String, Child> deployments, List<Owed> owed) {
    for (Map.Entry<String, Child> entry : deployments.entrySet()) {
      Child child = entry.getValue();
      Ref ref = new Ref(Kind.DEPLOYMENT, self.link() + ":" + entry.getKey());
      switch (child.end()) {
        case RETIRING ->
            owed.add(
                new Owed.Ask(
                    ref, new DeploymentCommand.Destroy(child.reason(), child.spec().version())));
        case RETIRED -> {}
        case NONE -> {
          if (!child.confirmed()) {
            owed.add(new Owed.Ask(ref, new DeploymentCommand.Create(child.spec())));
          } else if (child.told() < child.spec().resize()) {
            owed.add(
                new Owed.Ask(
                    ref,
                    new DeploymentCommand.Scale(
                        child.spec().replicas(), child.spec().resize(), child.spec().version())));
          }
        }
      }
    }
  }

  @Override
  public Optional<ServiceCommand> replied(Ref self, ServiceState state, Owed owed, Reply reply) {
    if (!(owed instanceof Owed.Ask ask)) {
      return Optional.empty();
    }
    return switch (ask.command()) {
      case NamespaceCommand.Admit asked ->
          switch (reply) {
            case Reply.Accepted accepted ->
                Optional.of(
                    new Admit(
                        asked.generation(),
                        accepted.note().equals(NamespaceDecider.LIMITS_DEFAULTED)));
            case Reply.Refused(Refusal refusal) ->
                Optional.of(new Refuse(asked.generation(), refusal));
            case Reply.Pending _ -> Optional.empty();
          };
      case NamespaceCommand.Dismiss _ -> Optional.of(new ConfirmDismissal());
      // An accepted wish is followed by the address itself.
      case PoolCommand.Lease _ ->
          reply instanceof Reply.Refused(Refusal refusal)
              ? Optional.of(new MissAddress(refusal.message()))
              : Optional.empty();
      case PoolCommand.Release _ -> accepted(reply, new DropAddress());
      case DeploymentCommand.Create created ->
          accepted(reply, new ConfirmDeployment(ask.to().name(), created.spec().resize()));
      case DeploymentCommand.Scale scaled ->
          accepted(reply, new ConfirmDeployment(ask.to().name(), scaled.resize()));
      case DeploymentCommand.Destroy told ->
          reply instanceof Reply.Accepted(String word) && word.equals(DeploymentDecider.REMOVED)
              ? Optional.of(
                  new NoteDeployment(
                      ask.to().name(),
                      new DeploymentNote(Condition.DESTROYED, "", 0, Long.MAX_VALUE),
                      told.version()))
              : accepted(reply, new ConfirmRetirement(ask.to().name()));
      default -> Optional.empty();
    };
  }

  private static Optional<ServiceCommand> accepted(Reply reply, ServiceCommand command) {
    return reply instanceof Reply.Accepted ? Optional.of(command) : Optional.empty();
  }
}

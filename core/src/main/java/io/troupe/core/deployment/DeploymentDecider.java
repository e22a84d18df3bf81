package io.troupe.core.deployment;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Draft;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand.ConfirmNote;
import io.troupe.core.deployment.DeploymentCommand.ConfirmPod;
import io.troupe.core.deployment.DeploymentCommand.ConfirmRetirement;
import io.troupe.core.deployment.DeploymentCommand.Create;
import io.troupe.core.deployment.DeploymentCommand.Destroy;
import io.troupe.core.deployment.DeploymentCommand.NotePod;
import io.troupe.core.deployment.DeploymentCommand.Scale;
import io.troupe.core.deployment.DeploymentEvent.DeploymentCreated;
import io.troupe.core.deployment.DeploymentEvent.DeploymentDestroyRequested;
import io.troupe.core.deployment.DeploymentEvent.DeploymentNoteTaken;
import io.troupe.core.deployment.DeploymentEvent.DeploymentRemoved;
import io.troupe.core.deployment.DeploymentEvent.DeploymentScaled;
import io.troupe.core.deployment.DeploymentEvent.PodConfirmed;
import io.troupe.core.deployment.DeploymentEvent.PodNoted;
import io.troupe.core.deployment.DeploymentEvent.PodsPlanned;
import io.troupe.core.deployment.DeploymentEvent.PodsRetired;
import io.troupe.core.deployment.DeploymentEvent.RetirementConfirmed;
import io.troupe.core.deployment.DeploymentState.Absent;
import io.troupe.core.deployment.DeploymentState.Active;
import io.troupe.core.deployment.DeploymentState.Destroying;
import io.troupe.core.deployment.DeploymentState.Facts;
import io.troupe.core.deployment.DeploymentState.Member;
import io.troupe.core.deployment.DeploymentState.Member.Stage;
import io.troupe.core.deployment.DeploymentState.Removed;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodDecider;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodNote.Condition;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.service.ServiceCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// How a deployment decides: it keeps as many pods as it was told, replaces those that are lost,
/// and tells its service every change of its condition.
public final class DeploymentDecider
    implements Decider<DeploymentCommand, DeploymentEvent, DeploymentState> {
  /// The note of an accepted end of a deployment of which nothing is left.
  public static final String REMOVED = "removed";

  @Override
  public Kind kind() {
    return Kind.DEPLOYMENT;
  }

  @Override
  public DeploymentState empty() {
    return new Absent();
  }

  @Override
  public Decision<DeploymentEvent> decide(
      DeploymentState state, DeploymentCommand command, Context context) {
    return switch (command) {
      case Create create -> create(state, create, context);
      case Scale scale -> scale(state, scale, context);
      case NotePod note -> note(state, note, context);
      case Destroy destroy -> destroy(state, destroy, context);
      case ConfirmPod confirm ->
          stageOf(state, confirm.pod()) == Stage.PLANNED
              ? Decision.accept(new PodConfirmed(confirm.pod()))
              : Decision.nothing();
      case ConfirmRetirement confirm ->
          stageOf(state, confirm.pod()) == Stage.RETIRING
              ? Decision.accept(new RetirementConfirmed(confirm.pod()))
              : Decision.nothing();
      case ConfirmNote confirm ->
          DeploymentStatus.facts(state)
                  .filter(facts -> facts.taken().version() < confirm.note().version())
                  .isPresent()
              ? Decision.accept(new DeploymentNoteTaken(confirm.note()))
              : Decision.nothing();
    };
  }

  private static Draft<DeploymentEvent, DeploymentState> draft(
      DeploymentState state, Context context) {
    return new Draft<>(state, context.now(), DeploymentEvents::apply);
  }

  private static Decision<DeploymentEvent> create(
      DeploymentState state, Create create, Context context) {
    if (!(state instanceof Absent) && !isGoneBefore(state, create.spec())) {
      // An earlier creation has come, and its service has changed the number of pods meanwhile.
      DeploymentSpec spec = create.spec();
      return scale(state, new Scale(spec.replicas(), spec.resize(), spec.version()), context);
    }
    var draft = draft(state, context);
    draft.add(new DeploymentCreated(create.spec()));
    balance(draft, context);
    return draft.accept();
  }

  /// Whether a user has given the name of an earlier deployment, now gone, to a new one. A creation
  /// of the earlier one that comes late has its version.
  private static boolean isGoneBefore(DeploymentState state, DeploymentSpec spec) {
    int gone = DeploymentStatus.version(state);
    return state instanceof Removed && gone > 0 && gone < spec.version();
  }

  /// Whether a message comes late, and an earlier deployment of the same name was meant.
  private static boolean isForEarlier(DeploymentState state, int version) {
    return version > 0 && version < DeploymentStatus.version(state);
  }

  private static Decision<DeploymentEvent> scale(
      DeploymentState state, Scale scale, Context context) {
    if (!(state instanceof Active active)
        || isForEarlier(state, scale.version())
        || active.facts().spec().resize() >= scale.resize()) {
      return Decision.nothing();
    }
    var draft = draft(state, context);
    draft.add(new DeploymentScaled(scale.replicas(), scale.resize()));
    balance(draft, context);
    return draft.accept();
  }

  private static Decision<DeploymentEvent> note(
      DeploymentState state, NotePod note, Context context) {
    Member member = DeploymentStatus.pods(state).get(note.pod());
    Condition condition = note.note().condition();
    if (member == null) {
      return condition == Condition.LOST || condition == Condition.REMOVED
          ? Decision.nothing()
          : Decision.reject(Code.NOT_FOUND, note.pod().link() + " is no pod of this deployment");
    }
    if (member.note().version() >= note.note().version()) {
      return Decision.nothing();
    }
    var draft = draft(state, context);
    draft.add(new PodNoted(note.pod(), note.note()));
    balance(draft, context);
    return draft.accept();
  }

  private static Decision<DeploymentEvent> destroy(
      DeploymentState state, Destroy destroy, Context context) {
    if (isForEarlier(state, destroy.version())) {
      return removed(List.of());
    }
    return switch (state) {
      case Absent _ -> removed(List.of(new DeploymentRemoved(destroy.version())));
      case Removed _ ->
          // It has overtaken its creation, which is not to be taken for a new one's.
          destroy.version() > DeploymentStatus.version(state)
              ? removed(List.of(new DeploymentRemoved(destroy.version())))
              : removed(List.of());
      case Destroying _ -> Decision.nothing();
      case Active _ -> {
        var draft = draft(state, context);
        draft.add(new DeploymentDestroyRequested(destroy.reason()));
        balance(draft, context);
        yield draft.accept();
      }
    };
  }

  private static Decision<DeploymentEvent> removed(List<DeploymentEvent> events) {
    return new Decision.Accepted<>(events, new Reply.Accepted(REMOVED), List.of());
  }

  /// Adds what brings the number of wanted pods to the wanted number, or ends an empty deployment
  /// that is to end.
  private static void balance(Draft<DeploymentEvent, DeploymentState> draft, Context context) {
    switch (draft.state()) {
      case Active active -> {
        int wanted = DeploymentStatus.wanted(active);
        int surplus = wanted - active.facts().spec().replicas();
        if (surplus < 0) {
          draft.add(new PodsPlanned(names(active, -surplus, context)));
        } else if (surplus > 0) {
          draft.add(new PodsRetired(victims(active, surplus), "scaled down"));
        }
      }
      case Destroying destroying -> {
        if (destroying.pods().isEmpty()) {
          draft.add(new DeploymentRemoved(DeploymentStatus.version(destroying)));
        }
      }
      case Absent _, Removed _ -> {}
    }
  }

  private static List<Ref> names(Active active, int count, Context context) {
    Ref service = active.facts().spec().service();
    Set<Ref> names = new TreeSet<>();
    while (names.size() < count) {
      Ref name =
          new Ref(Kind.POD, service.link() + ":d_" + context.self().name() + ":" + context.token());
      if (!active.pods().containsKey(name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /// The pods that are missed least: those that do not work before those that do.
  private static List<Ref> victims(Active active, int count) {
    return active.pods().entrySet().stream()
        .filter(entry -> entry.getValue().wanted())
        .sorted(
            Comparator.<Map.Entry<Ref, Member>>comparingInt(
                    entry -> worth(entry.getValue().note().condition()))
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int worth(Condition condition) {
    return switch (condition) {
      case LOST, REMOVED -> 0;
      case ERROR -> 1;
      case EXITED -> 2;
      case STOPPED -> 3;
      case PROVISION -> 4;
      case READY -> 5;
    };
  }

  private static Optional<Stage> stage(DeploymentState state, Ref pod) {
    return Optional.ofNullable(DeploymentStatus.pods(state).get(pod)).map(Member::stage);
  }

  private static Stage stageOf(DeploymentState state, Ref pod) {
    return stage(state, pod).orElse(Stage.RETIRED);
  }

  @Override
  public DeploymentState apply(DeploymentState state, DeploymentEvent event, Instant at) {
    return DeploymentEvents.apply(state, event, at);
  }

  @Override
  public boolean exists(DeploymentState state) {
    return state instanceof Active || state instanceof Destroying;
  }

  @Override
  public List<Owed> owed(Ref self, DeploymentState state) {
    List<Owed> owed = new ArrayList<>();
    DeploymentStatus.facts(state).ifPresent(facts -> oweService(self, facts, owed));
    SortedMap<Ref, Member> pods = DeploymentStatus.pods(state);
    Optional<Facts> facts = DeploymentStatus.facts(state);
    for (Map.Entry<Ref, Member> entry : pods.entrySet()) {
      switch (entry.getValue().stage()) {
        case PLANNED ->
            owed.add(
                new Owed.Ask(
                    entry.getKey(), new PodCommand.Create(podSpec(self, facts.orElseThrow()))));
        case RETIRING ->
            owed.add(
                new Owed.Ask(entry.getKey(), new PodCommand.Destroy(entry.getValue().reason())));
        case WANTED, RETIRED -> {}
      }
    }
    return owed;
  }

  private static void oweService(Ref self, Facts facts, List<Owed> owed) {
    facts
        .note()
        .untold(facts.taken(), facts.events())
        .ifPresent(note ->
            owed.add(
                new Owed.Ask(
                    facts.spec().service(),
                    new ServiceCommand.NoteDeployment(self.name(), note, facts.spec().version()))));
  }

  private static PodSpec podSpec(Ref self, Facts facts) {
    DeploymentSpec spec = facts.spec();
    return new PodSpec(self, spec.template(), spec.selector(), spec.hash());
  }

  @Override
  public Optional<DeploymentCommand> replied(
      Ref self, DeploymentState state, Owed owed, Reply reply) {
    if (!(owed instanceof Owed.Ask ask)) {
      return Optional.empty();
    }
    return switch (ask.command()) {
      case ServiceCommand.NoteDeployment told ->
          switch (reply) {
            case Reply.Accepted _ -> Optional.of(new ConfirmNote(told.note()));
            case Reply.Pending _ -> Optional.empty();
            case Reply.Refused _ ->
                state instanceof Active
                    ? Optional.of(new Destroy("its service does not know it", told.version()))
                    : Optional.of(new ConfirmNote(told.note()));
          };
      case PodCommand.Create _ ->
          reply instanceof Reply.Accepted
              ? Optional.of(new ConfirmPod(ask.to()))
              : Optional.empty();
      case PodCommand.Destroy _ ->
          switch (reply) {
            case Reply.Accepted accepted when accepted.note().equals(PodDecider.REMOVED) ->
                Optional.of(
                    new NotePod(ask.to(), new PodNote(Condition.REMOVED, "", Long.MAX_VALUE)));
            case Reply.Accepted _ -> Optional.of(new ConfirmRetirement(ask.to()));
            case Reply.Pending _, Reply.Refused _ -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }
}

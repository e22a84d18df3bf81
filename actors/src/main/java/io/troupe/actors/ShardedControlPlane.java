package io.troupe.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.troupe.actors.cluster.Membership;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.EntityMessage.Read;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.session.LatestUsage;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.view.LiveView;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Usage;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.history.StoreHealth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The control plane of this member over its sharding regions.
final class ShardedControlPlane implements ControlPlane {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /// Nobody is to wait long for what is only good to know.
  private static final Duration USAGE_ANSWER = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Regions regions;
  private final ActorRef<ToSession> sessions;
  private final LiveView view;
  private final EventStore store;
  private final Membership membership;
  private final Unanswered unanswered;

  ShardedControlPlane(
      ActorSystem<?> system,
      Regions regions,
      ActorRef<ToSession> sessions,
      LiveView view,
      EventStore store,
      Membership membership) {
    this.system = system;
    this.regions = regions;
    this.sessions = sessions;
    this.view = view;
    this.store = store;
    this.membership = membership;
    this.unanswered = new Unanswered(membership);
    membership.onPulse(unanswered::look);
  }

  @Override
  public CompletionStage<Answer> send(Ref to, Command command, Cause cause) {
    Optional<String> away = membership.trouble();
    if (away.isPresent()) {
      return CompletableFuture.failedStage(ControlPlaneUnavailable.here(away.get()));
    }
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      return CompletableFuture.failedStage(new ControlPlaneUnavailable(trouble.get(), null));
    }
    return ask(to, replyTo -> new Execute(command, cause, 0, true, replyTo));
  }

  /// Why no commands are to be taken now, when none are.
  private Optional<String> trouble() {
    return membership.trouble().or(this::journalTrouble);
  }

  private Optional<String> journalTrouble() {
    StoreHealth.Problem problem = store.health().problem();
    return problem == null
        ? Optional.empty()
        : Optional.of("the journal does not take writes: " + problem.message());
  }

  private CompletionStage<Answer> ask(Ref to, Function<ActorRef<Outcome>, EntityMessage> message) {
    AtomicReference<EntityMessage> sent = new AtomicReference<>();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    CompletionStage<Outcome> asked =
        AskPattern.ask(
            regions.of(to.kind()),
            replyTo -> {
              EntityMessage first = message.apply(replyTo);
              sent.set(first);
              return new ShardingEnvelope<>(to.link(), first);
            },
            ANSWER,
            system.scheduler());
    asked.whenComplete((decided, late) -> {
      if (late == null) {
        outcome.complete(decided);
      } else {
        outcome.completeExceptionally(
            new ControlPlaneUnavailable("no answer from " + to + " in time", late));
      }
    });
    if (membership.hasPeers()) {
      unanswered.add(outcome, () -> sendAgain(to, sent.get()), to.toString());
    }
    return outcome.thenCompose(decided -> answer(to, decided));
  }

  private void sendAgain(Ref to, @Nullable EntityMessage message) {
    if (message != null) {
      EntityMessage again = message instanceof Execute execute ? execute.again() : message;
      regions.of(to.kind()).tell(new ShardingEnvelope<>(to.link(), again));
    }
  }

  /// Nothing is answered while this member is cut off: what one of its resources has just stored
  /// may be overruled elsewhere already.
  private CompletionStage<Answer> answer(Ref to, Outcome outcome) {
    if (membership.isCutOff()) {
      return CompletableFuture.failedStage(
          new ControlPlaneUnavailable(
              membership.trouble().orElse("this member was cut off")
                  + "; whether anything was done is not known",
              null));
    }
    return switch (outcome) {
      case Outcome.Failed failed ->
          // the entity knows that its write failed, the journal knows why
          CompletableFuture.failedStage(
              new ControlPlaneUnavailable(trouble().orElse(failed.message()), null));
      case Outcome.Decided decided -> {
        State state = decided.state();
        if (state == null) {
          throw new IllegalStateException(to + " has answered without its state");
        }
        Answer answer = new Answer(decided.reply(), state, decided.seq());
        yield decided.seq() == 0
            ? CompletableFuture.completedStage(answer)
            : shown(new EventId(to, decided.seq())).thenApply(_ -> answer);
      }
    };
  }

  /// Completes once this member's view shows an event that is stored. Somebody else may have stored
  /// it, and nobody may have told.
  private CompletionStage<Void> shown(EventId event) {
    CompletionStage<Void> reached = view.reached(event);
    if (!reached.toCompletableFuture().isDone()) {
      store.expect(event);
    }
    return reached;
  }

  @Override
  public CompletionStage<Standing> read(Ref resource) {
    if (membership.isCutOff()) {
      return CompletableFuture.failedStage(
          ControlPlaneUnavailable.here(
              membership.trouble().orElse("this member is cut off; ask another one")));
    }
    return ask(resource, Read::new)
        .thenApply(answer -> new Standing(resource, answer.state(), answer.seq()));
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public EventLog log() {
    return store.log();
  }

  @Override
  public void openLog(LogRequest request, ActorRef<LogChunk> reader) {
    Optional<String> node =
        view.find(request.pod())
            .map(View.Item::state)
            .flatMap(state -> PodStatus.node((PodState) state));
    if (node.isEmpty()) {
      reader.tell(new LogChunk.Failed("pod " + request.pod().link() + " stands on no node yet"));
    } else {
      regions.session(node.get(), new SessionMessage.ReadLog(request, reader));
    }
  }

  @Override
  public CompletionStage<Optional<Usage>> usage(String node) {
    CompletionStage<LatestUsage> answer =
        AskPattern.ask(
            regions.sessions(),
            reader -> new ShardingEnvelope<>(node, new SessionMessage.ReadUsage(reader)),
            USAGE_ANSWER,
            system.scheduler());
    return answer
        .thenApply(latest -> Optional.ofNullable(latest.usage()))
        .exceptionally(_ -> Optional.empty());
  }

  @Override
  public ActorRef<ToSession> sessions() {
    return sessions;
  }

  @Override
  public List<Member> members() {
    Stream<Member> control =
        membership.peers().stream()
            .map(peer ->
                new Member(
                    peer.name(),
                    peer.address(),
                    peer.roles(),
                    peer.status(),
                    peer.version(),
                    peer.since()));
    return Stream.concat(control, agents()).toList();
  }

  /// Agents that are processes of their own; they are known by the nodes they speak for.
  private Stream<Member> agents() {
    Set<String> control =
        membership.peers().stream()
            .filter(peer -> peer.roles().contains("node"))
            .map(Membership.Peer::name)
            .collect(Collectors.toSet());
    return view.list(Kind.NODE, "").stream()
        .filter(item -> !control.contains(item.resource().link()))
        .map(item -> Member.agent(item.resource().link(), (NodeState) item.state()))
        .flatMap(Optional::stream);
  }

  @Override
  public void drain() {
    membership.drain();
  }

  @Override
  public boolean isAlone() {
    return membership.isAlone();
  }

  @Override
  public Health health() {
    return trouble()
        .map(why -> new Health(false, why, false, view.revision()))
        .orElseGet(() -> new Health(true, "", true, view.revision()));
  }
}

package io.troupe.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.ShardingEnvelope;
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
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.node.Usage;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.sqlite.JournalHealth;
import io.troupe.persistence.sqlite.SqliteStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// The control plane of this member over its sharding regions.
final class ShardedControlPlane implements ControlPlane {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /// Nobody is to wait long for what is only good to know.
  private static final Duration USAGE_ANSWER = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Regions regions;
  private final ActorRef<ToSession> sessions;
  private final LiveView view;
  private final SqliteStore store;

  ShardedControlPlane(
      ActorSystem<?> system,
      Regions regions,
      ActorRef<ToSession> sessions,
      LiveView view,
      SqliteStore store) {
    this.system = system;
    this.regions = regions;
    this.sessions = sessions;
    this.view = view;
    this.store = store;
  }

  @Override
  public CompletionStage<Answer> send(Ref to, Command command, Cause cause) {
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      return CompletableFuture.failedStage(new ControlPlaneUnavailable(trouble.get(), null));
    }
    return ask(to, replyTo -> new Execute(command, cause, 0, true, replyTo));
  }

  /// Why the journal takes no writes, when it takes none.
  private Optional<String> trouble() {
    JournalHealth.Problem problem = store.health().problem();
    return problem == null
        ? Optional.empty()
        : Optional.of("the journal does not take writes: " + problem.message());
  }

  private CompletionStage<Answer> ask(Ref to, Function<ActorRef<Outcome>, EntityMessage> message) {
    CompletionStage<Outcome> outcome =
        AskPattern.ask(
            regions.of(to.kind()),
            replyTo -> new ShardingEnvelope<>(to.link(), message.apply(replyTo)),
            ANSWER,
            system.scheduler());
    return outcome
        .exceptionallyCompose(late ->
            CompletableFuture.failedStage(
                new ControlPlaneUnavailable("no answer from " + to + " in time", late)))
        .thenCompose(decided -> answer(to, decided));
  }

  private CompletionStage<Answer> answer(Ref to, Outcome outcome) {
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
            : view.reached(new EventId(to, decided.seq())).thenApply(_ -> answer);
      }
    };
  }

  @Override
  public CompletionStage<Standing> read(Ref resource) {
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
  public Health health() {
    return trouble()
        .map(why -> new Health(false, why, false, view.revision()))
        .orElseGet(() -> new Health(true, "", true, view.revision()));
  }
}

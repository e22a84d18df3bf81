package io.troupe.actors.link;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.link.LinkMessage.Contacted;
import io.troupe.actors.session.ToSession;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way from an agent to its session. It keeps to one control member as long as that answers,
/// and goes to the next that does when it falls silent. What is sent while nobody answers is lost;
/// the session protocol repeats it.
///
/// It needs no membership in the cluster: whatever becomes of the control plane, the agent's actor
/// system is never told to go, and when a control member is back, the link is.
public final class AgentLink extends AbstractBehavior<AgentLink.Message> {
  private static final Duration PROBE = Duration.ofMillis(500);

  /// More than a pause of one second, less than what makes a node suspect.
  private static final Duration SILENCE = Duration.ofMillis(1_800);

  /// Nobody has answered for so long: that is to be told.
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final String cluster;
  private final Supplier<CompletionStage<Set<String>>> seeds;
  private final Consumer<Change> listener;
  private final Gateways gateways;
  private final Set<String> learned = new LinkedHashSet<>();

  private @Nullable Contacted current;
  private long heardNanos;
  private long searchingSinceNanos = System.nanoTime();
  private boolean toldUnreachable;

  /// What the link hears.
  public sealed interface Message {}

  private record FromAgent(ToSession message) implements Message {}

  private record Answer(Contacted contacted) implements Message {}

  private record Candidates(Set<String> seeds) implements Message {}

  private enum Probe implements Message {
    INSTANCE
  }

  /// What becomes of the link, for those who tell people.
  public sealed interface Change {
    /// It now goes through this member.
    record Connected(String address) implements Change {}

    /// Nobody has answered for some time.
    record Unreachable(List<String> tried) implements Change {}

    /// A seed belongs to a cluster of another name.
    record Stranger(String address, String cluster) implements Change {}
  }

  private AgentLink(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      String cluster,
      Supplier<CompletionStage<Set<String>>> seeds,
      Consumer<Change> listener) {
    super(context);
    this.cluster = cluster;
    this.seeds = seeds;
    this.listener = listener;
    this.gateways =
        new Gateways(
            context.getSystem(), cluster, context.messageAdapter(Contacted.class, Answer::new));
    timers.startTimerWithFixedDelay(Probe.INSTANCE, Duration.ZERO, PROBE);
  }

  /// @param seeds addresses of control members, `host:port`; asked again whenever nobody answers
  /// @param listener told from the link's own thread
  public static Behavior<Message> create(
      String cluster, Supplier<CompletionStage<Set<String>>> seeds, Consumer<Change> listener) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new AgentLink(context, timers, cluster, seeds, listener)));
  }

  /// Starts a link in a system.
  ///
  /// @return where the agent sends what is for its session
  public static ActorRef<ToSession> start(
      ActorSystem<?> system,
      String cluster,
      Supplier<CompletionStage<Set<String>>> seeds,
      Consumer<Change> listener) {
    ActorRef<Message> link =
        system.systemActorOf(create(cluster, seeds, listener), "link", Props.empty());
    return system.systemActorOf(
        Behaviors.receiveMessage(message -> {
          link.tell(new FromAgent(message));
          return Behaviors.same();
        }),
        "sessions",
        Props.empty());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<Message> onMessage(Message message) {
    switch (message) {
      case FromAgent(ToSession said) -> {
        if (current != null) {
          current.gateway().tell(said);
        }
      }
      case Answer(Contacted contacted) -> answered(contacted);
      case Candidates candidates -> tryAll(candidates.seeds());
      case Probe _ -> probe();
    }
    return this;
  }

  private void probe() {
    long now = System.nanoTime();
    if (current != null && now - heardNanos > SILENCE.toNanos()) {
      lose(now);
    }
    if (current != null) {
      gateways.contact(current.address());
    } else {
      getContext()
          .pipeToSelf(seeds.get(), (found, _) -> new Candidates(found == null ? Set.of() : found));
    }
  }

  private void tryAll(Set<String> found) {
    if (current != null) {
      return;
    }
    Set<String> all = new LinkedHashSet<>(found);
    all.addAll(learned);
    all.forEach(gateways::contact);
    if (!toldUnreachable && System.nanoTime() - searchingSinceNanos > PATIENCE.toNanos()) {
      toldUnreachable = true;
      listener.accept(new Change.Unreachable(List.copyOf(all)));
    }
  }

  private void lose(long now) {
    current = null;
    searchingSinceNanos = now;
    toldUnreachable = false;
  }

  private void answered(Contacted contacted) {
    long now = System.nanoTime();
    if (!contacted.cluster().equals(cluster)) {
      listener.accept(new Change.Stranger(contacted.address(), contacted.cluster()));
      return;
    }
    boolean mine = current != null && contacted.address().equals(current.address());
    if (mine && !contacted.serving()) {
      // it is leaving: the next may be asked at once
      learn(contacted);
      lose(now);
      probe();
    } else if (contacted.serving() && (mine || current == null)) {
      learn(contacted);
      heardNanos = now;
      if (!mine) {
        listener.accept(new Change.Connected(contacted.address()));
      }
      // its gateway may be another one after a restart
      current = contacted;
    }
  }

  private void learn(Contacted contacted) {
    learned.clear();
    learned.addAll(contacted.members());
  }
}

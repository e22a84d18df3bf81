package io.troupe.actors.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import io.troupe.actors.link.Discovery;
import io.troupe.actors.link.Gateways;
import io.troupe.actors.link.LinkMessage.Contacted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Brings a control member into its cluster. It asks all seeds who they are, and joins one that is
/// in a cluster. When none is, the first in the list of those that answer founds one, once more
/// than half of all control members are there to be asked.
///
/// Two members that do not see each other may both found a cluster; neither gets up in it before
/// more than half of all have joined, which can only be true of one.
public final class Joiner extends AbstractBehavior<Joiner.Message> {
  private static final Duration ROUND = Duration.ofMillis(300);
  private static final Duration FRESH = Duration.ofMillis(1_500);
  private static final Duration COMPLAINT = Duration.ofSeconds(5);

  /// A try that has led to nothing after this long begins anew, in a fresh actor system.
  private static final Duration TRY = Duration.ofSeconds(15);

  private final ClusterSettings settings;
  private List<String> seeds;
  private final Cluster cluster;
  private final String self;
  private final Gateways gateways;
  private final Consumer<Progress> listener;
  private final CompletableFuture<Void> up;
  private final Map<String, Heard> heard = new HashMap<>();
  private int roundsAsFirst;
  private boolean joining;
  private boolean founded;
  private long joiningSinceNanos;
  private long toldNanos = System.nanoTime();

  /// What the joiner hears.
  public sealed interface Message {}

  private record Answer(Contacted contacted) implements Message {}

  private record Up() implements Message {}

  private record Found(Set<String> seeds) implements Message {}

  private enum Round implements Message {
    INSTANCE
  }

  private record Heard(Contacted contacted, long nanos) {}

  /// What is to be told while it takes long.
  ///
  /// @param silent seeds that have not answered
  public record Progress(List<String> silent, String message) {}

  private Joiner(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      ClusterSettings settings,
      Consumer<Progress> listener,
      CompletableFuture<Void> up) {
    super(context);
    this.settings = settings;
    this.seeds = settings.seeds();
    this.listener = listener;
    this.up = up;
    this.cluster = Cluster.get(context.getSystem());
    this.self = Membership.hostPort(cluster.selfMember().address());
    this.gateways =
        new Gateways(
            context.getSystem(),
            settings.name(),
            context.messageAdapter(Contacted.class, Answer::new));
    cluster
        .subscriptions()
        .tell(Subscribe.create(context.messageAdapter(SelfUp.class, _ -> new Up()), SelfUp.class));
    timers.startTimerWithFixedDelay(Round.INSTANCE, Duration.ZERO, ROUND);
  }

  /// Joins. The stage completes when the member is up, and fails with a [CannotJoin].
  ///
  /// @param listener told every few seconds why it takes so long
  public static CompletionStage<Void> join(
      ActorSystem<?> system, ClusterSettings settings, Consumer<Progress> listener) {
    CompletableFuture<Void> up = new CompletableFuture<>();
    system.systemActorOf(create(settings, listener, up), "joiner", Props.empty());
    return up;
  }

  private static Behavior<Message> create(
      ClusterSettings settings, Consumer<Progress> listener, CompletableFuture<Void> up) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new Joiner(context, timers, settings, listener, up)));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Up() -> {
        up.complete(null);
        return Behaviors.stopped();
      }
      case Answer(Contacted contacted) -> {
        Optional<String> stranger = stranger(contacted);
        if (stranger.isPresent()) {
          up.completeExceptionally(new CannotJoin(stranger.get(), false));
          return Behaviors.stopped();
        }
        heard.put(contacted.address(), new Heard(contacted, System.nanoTime()));
      }
      case Found found -> seeds = List.copyOf(found.seeds());
      case Round _ -> {
        look();
        if (round()) {
          return Behaviors.stopped();
        }
      }
    }
    return this;
  }

  /// Why this member can never be in one cluster with the one that answered.
  private Optional<String> stranger(Contacted other) {
    if (other.address().equals(self)) {
      return Optional.empty();
    }
    if (!other.cluster().equals(settings.name())) {
      return Optional.of(
          "the member at %s belongs to cluster '%s', this one to '%s': give the same --cluster, or other --seed"
              .formatted(other.address(), other.cluster(), settings.name()));
    }
    if (other.storage().equals("sqlite") || settings.storage().equals("sqlite")) {
      return Optional.of(
          "several control members need Cassandra: the member at %s keeps its events in %s, this one in %s; give all of them --storage cassandra, or run this one as an agent (`troupe agent --seed %s`)"
              .formatted(other.address(), other.storage(), settings.storage(), other.address()));
    }
    if (other.controlMembers() != settings.controlMembers()) {
      return Optional.of(
          "the member at %s is set up for %d control members, this one for %d: give all of them the same --seed"
              .formatted(other.address(), other.controlMembers(), settings.controlMembers()));
    }
    return Optional.empty();
  }

  /// Looks the seeds up where they are not given.
  private void look() {
    if (!settings.discover().isEmpty()) {
      getContext()
          .pipeToSelf(
              Discovery.parse(settings.discover()).addresses(),
              (found, _) -> new Found(found == null ? Set.of() : new TreeSet<>(found)));
    }
  }

  /// @return whether to give up this try
  private boolean round() {
    long now = System.nanoTime();
    heard.values().removeIf(one -> now - one.nanos() > FRESH.toNanos());
    seeds.stream().filter(seed -> !seed.equals(self)).forEach(gateways::contact);
    Optional<Contacted> established = established();
    if (founded && established.isPresent()) {
      return giveUp("another cluster has been founded meanwhile");
    }
    if (joining) {
      return now - joiningSinceNanos > TRY.toNanos()
          && !(founded && answering().size() < settings.quorum())
          && giveUp("joining has led to nothing");
    }
    if (established.isPresent()) {
      join(established.get().address());
    } else {
      founder().ifPresent(this::join);
    }
    complain(now);
    return false;
  }

  private boolean giveUp(String why) {
    up.completeExceptionally(new CannotJoin(why, true));
    return true;
  }

  /// A seed in a cluster that is up.
  private Optional<Contacted> established() {
    return heard.values().stream()
        .map(Heard::contacted)
        .filter(other -> !other.address().equals(self))
        .filter(other -> other.status().equals("up"))
        .findFirst();
  }

  /// Who has founded a cluster or is to, when that can be said.
  private Optional<String> founder() {
    List<String> answering = answering();
    Optional<String> begun =
        answering.stream()
            .filter(address -> !address.equals(self))
            .filter(address -> heardStatus(address).equals("joining"))
            .findFirst();
    if (begun.isPresent()) {
      return begun;
    }
    boolean first = answering.size() >= settings.quorum() && answering.getFirst().equals(self);
    roundsAsFirst = first ? roundsAsFirst + 1 : 0;
    boolean sure = settings.controlMembers() == 1 || roundsAsFirst > 3;
    return first && sure ? Optional.of(self) : Optional.empty();
  }

  private String heardStatus(String address) {
    Heard one = heard.get(address);
    return one == null ? "" : one.contacted().status();
  }

  /// This member and the seeds that answer, in the order of the list.
  private List<String> answering() {
    List<String> all = new ArrayList<>(seeds);
    if (!all.contains(self)) {
      all.add(self);
    }
    all.removeIf(address -> !address.equals(self) && !heard.containsKey(address));
    return all;
  }

  private void join(String address) {
    joining = true;
    joiningSinceNanos = System.nanoTime();
    if (address.equals(self)) {
      founded = true;
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else {
      cluster.manager().tell(new JoinSeedNodes(List.of(of(address))));
    }
  }

  private Address of(String address) {
    int colon = address.lastIndexOf(':');
    return new Address(
        "akka",
        getContext().getSystem().name(),
        address.substring(0, colon),
        Integer.parseInt(address.substring(colon + 1)));
  }

  private void complain(long now) {
    List<String> silent =
        seeds.stream().filter(seed -> !seed.equals(self) && !heard.containsKey(seed)).toList();
    if (!silent.isEmpty() && now - toldNanos > COMPLAINT.toNanos()) {
      toldNanos = now;
      listener.accept(
          new Progress(
              silent,
              "cannot reach seed %s; %d of %d control members are there, %d are needed; trying on"
                  .formatted(
                      String.join(", ", silent),
                      answering().size(),
                      settings.controlMembers(),
                      settings.quorum())));
    }
  }
}

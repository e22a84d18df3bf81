package io.troupe.actors.cluster;

import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.cluster.Cluster;
import akka.cluster.ClusterEvent;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.DowningProvider;
import akka.cluster.UniqueAddress;
import akka.cluster.sbr.DowningStrategy;
import akka.cluster.sbr.SplitBrainResolver;
import akka.cluster.sbr.SplitBrainResolverBase;
import akka.cluster.sbr.SplitBrainResolverSettings;
import akka.cluster.sbr.StaticQuorum;
import akka.cluster.sbr.StaticQuorumSettings;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import java.time.Duration;
import scala.Option;
import scala.PartialFunction;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;
import scala.runtime.BoxedUnit;

/// Akka's split-brain resolver by static quorum, which looks five times a second whether the
/// membership has been stable for long enough. Akka's own looks once a second, which is half a
/// second on average, and one at worst, until a member that was killed is put out. Strategy and
/// timings are those of `akka.cluster.split-brain-resolver`.
///
/// A member whose process stood still finds all others silent when it wakes, so members that stood
/// still together (one machine's, one hypervisor's) would each see a minority and all go down.
/// After a pause nothing is decided until the heartbeats have had time to come again.
public final class QuorumDowning extends DowningProvider {
  private final ActorSystem system;

  /// @param system what Akka makes it for, by its name in the configuration
  public QuorumDowning(ActorSystem system) {
    this.system = system;
  }

  @Override
  public FiniteDuration downRemovalMargin() {
    return DurationConverters.toScala(
        system.settings().config().getDuration("akka.cluster.down-removal-margin"));
  }

  @Override
  public Option<Props> downingActorProps() {
    var settings = new SplitBrainResolverSettings(system.settings().config());
    StaticQuorumSettings quorum = settings.staticQuorumSettings();
    Cluster cluster = Cluster.get(system);
    return Option.apply(
        Props.create(
            Resolver.class,
            () ->
                new Resolver(
                    settings.DowningStableAfter(),
                    new StaticQuorum(
                        cluster.selfDataCenter(),
                        quorum.size(),
                        quorum.role(),
                        cluster.selfUniqueAddress()))));
  }

  private static final class Resolver extends SplitBrainResolverBase {
    private static final FiniteDuration LOOK = DurationConverters.toScala(Duration.ofMillis(200));

    private final Cluster cluster = Cluster.get(context().system());
    private final Standstill standstill = new Standstill(System.nanoTime());

    Resolver(FiniteDuration stableAfter, DowningStrategy strategy) {
      super(stableAfter, strategy);
    }

    @Override
    public FiniteDuration tickInterval() {
      return LOOK;
    }

    @Override
    public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
      if (message instanceof SplitBrainResolver.Tick$ && !standstill.tick(System.nanoTime())) {
        return;
      }
      super.aroundReceive(receive, message);
    }

    @Override
    public void preStart() {
      cluster.subscribe(self(), ClusterEvent.initialStateAsEvents(), ClusterDomainEvent.class);
      context().system().eventStream().subscribe(self(), ThisActorSystemQuarantinedEvent.class);
    }

    @Override
    public void postStop() {
      cluster.unsubscribe(self());
      context().system().eventStream().unsubscribe(self());
      super.postStop();
    }

    @Override
    public UniqueAddress selfUniqueAddress() {
      return cluster.selfUniqueAddress();
    }

    @Override
    public String selfDc() {
      return cluster.selfDataCenter();
    }

    @Override
    public void down(UniqueAddress node, DowningStrategy.Decision decision) {
      log().info("{}: {} is put down", decision, node.address());
      cluster.down(node.address());
    }
  }
}

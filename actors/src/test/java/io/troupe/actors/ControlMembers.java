package io.troupe.actors;

import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.CoordinatedShutdown;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.RemoteActorRefProvider;
import akka.remote.testkit.Blackhole$;
import akka.remote.testkit.Direction;
import akka.remote.testkit.SetThrottle;
import akka.remote.testkit.ThrottleMode;
import akka.remote.testkit.Unthrottled$;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.cluster.ClusterSettings;
import io.troupe.persistence.net.FreePort;
import io.troupe.persistence.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Several control members in this process, on one journal. They can be killed, cut off from each
/// other, and made to leave; one that is put out of the cluster begins anew, as its process would.
public final class ControlMembers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ActorSystem<Void> storage;
  private final List<One> members = new ArrayList<>();

  public ControlMembers(Path directory, int count) {
    storage =
        ActorSystem.create(
            Behaviors.empty(),
            "storage",
            SystemConfig.of(
                ConfigFactory.parseString(
                    "akka.actor.provider = local\ntroupe.journal.path = \""
                        + directory.resolve("troupe.db")
                        + "\"")));
    SharedJournal.of(storage);
    List<Integer> ports = Stream.generate(FreePort::next).limit(count).toList();
    String seeds =
        ports.stream().map(port -> "\"127.0.0.1:" + port + "\"").collect(Collectors.joining(","));
    ports.forEach(port -> members.add(new One(port, config(port, seeds, count))));
    members.forEach(One::start);
  }

  private static Config config(int port, String seeds, int count) {
    int quorum = ClusterSettings.quorum(count);
    return SystemConfig.ofMember(
        ConfigFactory.parseString(
            """
            akka {
              remote.artery.canonical { hostname = "127.0.0.1", port = %1$d }
              remote.artery.advanced.test-mode = on
              cluster {
                roles = [control, "name=m%1$d"]
                role.control.min-nr-of-members = %3$d
                split-brain-resolver.static-quorum.quorum-size = %3$d
              }
              coordinated-shutdown.run-by-actor-system-terminate = off
              persistence.journal.plugin = "shared.journal"
              persistence.snapshot-store.plugin = "shared.snapshots"
            }
            shared.journal { class = "io.troupe.actors.SharedJournal", snapshots = false }
            shared.snapshots { class = "io.troupe.actors.SharedJournal", snapshots = true }
            troupe.cluster { seeds = [%2$s], control-members = %4$d }
            """
                .formatted(port, seeds, quorum, count)));
  }

  public One get(int index) {
    return members.get(index);
  }

  public List<One> all() {
    return List.copyOf(members);
  }

  /// Waits until so many of the members see each other and take commands.
  public void awaitUp(int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> members.stream().filter(one -> one.seesUp() == count).count() == count);
  }

  /// Cuts a member off from all others, or lets it reach them again.
  public void cut(One one, boolean off) {
    for (One other : members) {
      if (other != one) {
        one.throttle(other, off);
        other.throttle(one, off);
      }
    }
  }

  @Override
  public void close() {
    members.forEach(One::kill);
    storage.terminate();
    storage.getWhenTerminated().toCompletableFuture().orTimeout(2, TimeUnit.MINUTES).join();
  }

  /// One control member.
  public final class One {
    private final int port;
    private volatile Config config;
    private volatile boolean stopped = true;
    private volatile @Nullable ActorSystem<Void> system;
    private volatile CompletableFuture<ControlPlane> control = new CompletableFuture<>();
    private volatile CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
    private final AtomicInteger starts = new AtomicInteger();

    private One(int port, Config config) {
      this.port = port;
      this.config = config;
    }

    /// Starts it as another build.
    public void start(String version) {
      config =
          ConfigFactory.parseString("akka.cluster.app-version = \"" + version + "\"")
              .withFallback(config);
      start();
    }

    /// Starts it, again and again if the cluster puts it out.
    public void start() {
      stopped = false;
      starts.incrementAndGet();
      ActorSystem<Void> fresh = ActorSystem.create(Behaviors.empty(), "troupe", config);
      system = fresh;
      CompletionStage<ControlPlane> starting =
          ControlPlaneStart.start(fresh, settings(), SqliteStore.of(storage), _ -> {});
      control = starting.toCompletableFuture();
      starting.exceptionally(_ -> {
        fresh.terminate();
        return null;
      });
      ended =
          fresh
              .getWhenTerminated()
              .toCompletableFuture()
              .thenRun(() -> {
                if (!stopped) {
                  start();
                }
              });
    }

    /// As it would be on a database that all can reach.
    private ClusterSettings settings() {
      ClusterSettings configured = ClusterSettings.from(config);
      return new ClusterSettings(
          configured.name(), configured.seeds(), configured.controlMembers(), "shared", "");
    }

    public ActorSystem<Void> system() {
      ActorSystem<Void> running = system;
      if (running == null) {
        throw new IllegalStateException("member " + port + " was never started");
      }
      return running;
    }

    /// Whether it was ended and not started again.
    public boolean isStopped() {
      return stopped;
    }

    /// How often it was started.
    public int starts() {
      return starts.get();
    }

    public String address() {
      return "127.0.0.1:" + port;
    }

    /// Its control plane, once it is up.
    public ControlPlane control() {
      return control.join();
    }

    int seesUp() {
      CompletableFuture<ControlPlane> starting = control;
      if (stopped || !starting.isDone() || starting.isCompletedExceptionally()) {
        return 0;
      }
      return (int)
          starting.join().members().stream()
              .filter(member -> member.roles().contains("control") && member.status().equals("up"))
              .count();
    }

    /// Ends it without a word to the others.
    public void kill() {
      stopped = true;
      system().terminate();
      awaitEnd();
    }

    /// Has it leave as on SIGTERM.
    public void leave() {
      stopped = true;
      control().drain();
      CoordinatedShutdown.get(Adapter.toClassic(system()))
          .runAll(CoordinatedShutdown.actorSystemTerminateReason());
      awaitEnd();
    }

    /// Until it is also settled that it does not begin anew by itself: whoever starts it before
    /// would start it twice, on one port.
    private void awaitEnd() {
      ended.copy().orTimeout(2, TimeUnit.MINUTES).join();
    }

    private void throttle(One other, boolean off) {
      ThrottleMode mode = off ? Blackhole$.MODULE$ : Unthrottled$.MODULE$;
      ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(system());
      ((RemoteActorRefProvider) classic.provider())
          .transport()
          .managementCommand(
              new SetThrottle(
                  new Address("akka", "troupe", "127.0.0.1", other.port),
                  Direction.Both$.MODULE$,
                  mode));
    }
  }
}

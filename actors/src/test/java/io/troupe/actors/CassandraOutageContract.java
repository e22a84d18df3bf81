package io.troupe.actors;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.persistence.cassandra.RunningCassandra;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.load.Stalls;
import io.troupe.persistence.storage.SetUp;
import io.troupe.persistence.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A control member whose Cassandra stands still.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CassandraOutageContract<C extends RunningCassandra> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONGER_THAN_A_QUERY_MAY_TAKE = Duration.ofSeconds(6);

  C cassandra;
  ControlPlane control;
  private ActorSystem<Void> system;

  /// A Cassandra of its own, that answers.
  abstract C startCassandra();

  @BeforeAll
  void start() throws Exception {
    cassandra = startCassandra();
    system = system("troupe");
    control = ControlPlaneStart.start(system).toCompletableFuture().get(3, MINUTES);
  }

  private ActorSystem<Void> system(String keyspace) {
    return system(keyspace, "");
  }

  private ActorSystem<Void> system(String keyspace, String more) {
    SetUp.createTables(List.of(cassandra.contactPoint()), "datacenter1", keyspace, "1");
    return ActorSystem.create(
        Behaviors.empty(),
        "troupe",
        SystemConfig.of(
            ConfigFactory.parseString(
                """
                troupe.storage = cassandra
                troupe.cassandra { contact-points = ["%s"], keyspace = %s, %s }
                """
                    .formatted(cassandra.contactPoint(), keyspace, more))));
  }

  @AfterAll
  void stop() throws Exception {
    if (system != null) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(2, MINUTES);
    }
    if (cassandra != null) {
      cassandra.close();
    }
  }

  private CompletionStage<ControlPlane.Answer> create(String namespace) {
    return control.send(
        new Ref(Kind.NAMESPACE, namespace),
        new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)),
        Cause.by("tester"));
  }

  Reply created(String namespace) throws Exception {
    return create(namespace).toCompletableFuture().get(1, MINUTES).reply();
  }

  void assertRefusesFastAndTakesThemAgain(String name, Runnable back) throws Exception {
    await().atMost(PATIENCE).until(() -> !control.health().ready());
    try (Stalls stalls = Stalls.watch()) {
      long began = System.nanoTime();
      assertThatThrownBy(() -> create(name + "-down").toCompletableFuture().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(ControlPlaneUnavailable.class)
          .hasMessageContaining("Cassandra");
      assertThat(stalls.without(Duration.ofNanos(System.nanoTime() - began)))
          .isLessThan(Duration.ofSeconds(1));
    }
    assertThat(control.view().find(new Ref(Kind.NAMESPACE, "default"))).isPresent();
    back.run();
    await().atMost(PATIENCE).until(() -> control.health().ready());
    // each under a name of its own, since one that nobody has answered may be stored all the same
    AtomicInteger attempt = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(created(name + "-back-" + attempt.incrementAndGet())).isEqualTo(Reply.OK));
  }

  @Test
  void aStartGoesOnWhenCassandraHasStoodStillMeanwhile() throws Exception {
    ActorSystem<Void> other = system("other");
    try {
      EventStore store = Storage.of(other);
      await().atMost(PATIENCE).until(() -> store.health().lastCommit().isPositive());
      cassandra.pause();
      CompletableFuture<ControlPlane> start = ControlPlaneStart.start(other).toCompletableFuture();
      assertThatThrownBy(() -> start.get(LONGER_THAN_A_QUERY_MAY_TAKE.toSeconds(), SECONDS))
          .isInstanceOf(TimeoutException.class);
      cassandra.resume();
      ControlPlane late = start.get(PATIENCE.toSeconds(), SECONDS);
      assertThat(late.view().find(new Ref(Kind.NAMESPACE, "default"))).isPresent();
    } finally {
      other.terminate();
      other.getWhenTerminated().toCompletableFuture().get(2, MINUTES);
    }
  }

  /// Slow in that it answers nothing for a second, while more is asked of it than may wait.
  @Test
  void whatFindsNoRoomWhileCassandraIsSlowIsRefusedAndTheRestIsDone() throws Exception {
    ActorSystem<Void> narrow =
        system(
            "narrow",
            "requests = 8, waiting-requests = 64, parallel-reads = 4, request-timeout = 50s");
    try {
      ControlPlane few = ControlPlaneStart.start(narrow).toCompletableFuture().get(3, MINUTES);
      List<Ref> all =
          IntStream.range(0, 300).mapToObj(i -> new Ref(Kind.NAMESPACE, "few-" + i)).toList();
      for (Ref one : all) {
        var create = new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null));
        assertThat(ask(few, one, create).get(1, MINUTES).reply()).isEqualTo(Reply.OK);
      }

      List<String> refusals = new ArrayList<>();
      int done = 0;
      for (int i = 0; i < 5 && (done == 0 || refusals.isEmpty()); i++) {
        cassandra.pause();
        var change = new NamespacePatch("slow " + i, null, null, null, null);
        List<CompletableFuture<ControlPlane.Answer>> answers =
            all.stream().map(one -> ask(few, one, new NamespaceCommand.Update(change))).toList();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        cassandra.resume();
        for (CompletableFuture<ControlPlane.Answer> one : answers) {
          try {
            done += one.get(1, MINUTES).reply().equals(Reply.OK) ? 1 : 0;
          } catch (ExecutionException refused) {
            refusals.add(String.valueOf(refused.getMessage()));
          }
        }
      }
      assertThat(done).as("what had room").isPositive();
      assertThat(refusals).anyMatch(why -> why.contains("the journal does not take writes"));

      var change = new NamespaceCommand.Update(new NamespacePatch("on", null, null, null, null));
      for (Ref one : all) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> ask(few, one, change).get(1, MINUTES).reply().equals(Reply.OK));
      }
    } finally {
      cassandra.resume();
      narrow.terminate();
      narrow.getWhenTerminated().toCompletableFuture().get(2, MINUTES);
    }
  }

  private static CompletableFuture<ControlPlane.Answer> ask(
      ControlPlane control, Ref to, Command command) {
    return control.send(to, command, Cause.by("tester")).toCompletableFuture();
  }

  @Test
  void refusesCommandsAtOnceWhileCassandraStandsStill() throws Exception {
    assertThat(created("before-pause")).isEqualTo(Reply.OK);
    cassandra.pause();
    assertRefusesFastAndTakesThemAgain("pause", cassandra::resume);
  }
}

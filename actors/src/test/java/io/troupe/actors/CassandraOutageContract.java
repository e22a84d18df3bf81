package io.troupe.actors;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.persistence.cassandra.RunningCassandra;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.storage.SetUp;
import io.troupe.persistence.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A control member whose Cassandra stands still.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CassandraOutageContract<C extends RunningCassandra> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
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
    control = ControlPlaneStart.start(system).toCompletableFuture().get(60, SECONDS);
  }

  private ActorSystem<Void> system(String keyspace) {
    SetUp.createTables(List.of(cassandra.contactPoint()), "datacenter1", keyspace, "1");
    return ActorSystem.create(
        Behaviors.empty(),
        "troupe",
        SystemConfig.of(
            ConfigFactory.parseString(
                """
                troupe.storage = cassandra
                troupe.cassandra { contact-points = ["%s"], keyspace = %s }
                """
                    .formatted(cassandra.contactPoint(), keyspace))));
  }

  @AfterAll
  void stop() throws Exception {
    if (system != null) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(30, SECONDS);
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
    return create(namespace).toCompletableFuture().get(15, SECONDS).reply();
  }

  void assertRefusesFastAndTakesThemAgain(String name, Runnable back) throws Exception {
    await().atMost(Duration.ofSeconds(8)).until(() -> !control.health().ready());
    long began = System.nanoTime();
    assertThatThrownBy(() -> create(name + "-down").toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ControlPlaneUnavailable.class)
        .hasMessageContaining("Cassandra");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    assertThat(control.view().find(new Ref(Kind.NAMESPACE, "default"))).isPresent();
    back.run();
    await().atMost(PATIENCE).until(() -> control.health().ready());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(created(name + "-back")).isEqualTo(Reply.OK));
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
      other.getWhenTerminated().toCompletableFuture().get(30, SECONDS);
    }
  }

  @Test
  void refusesCommandsAtOnceWhileCassandraStandsStill() throws Exception {
    assertThat(created("before-pause")).isEqualTo(Reply.OK);
    cassandra.pause();
    assertRefusesFastAndTakesThemAgain("pause", cassandra::resume);
  }
}

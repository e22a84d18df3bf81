package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.persistence.cassandra.SharedCassandra;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two control members on one Cassandra.
class CassandraMembersTest {
  private static final int NAMESPACES = 200;

  private final List<ActorSystem<Void>> systems = new ArrayList<>();
  private String keyspace;
  private ControlPlane first;
  private ControlPlane second;

  @BeforeEach
  void start() throws Exception {
    keyspace = SharedCassandra.keyspace();
    first = member("");
    second = member(Cluster.get(systems.getFirst()).selfMember().address().toString());
  }

  private ControlPlane member(String seed) throws Exception {
    String seeds = seed.isEmpty() ? "" : "\"" + seed + "\"";
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "troupe",
            SystemConfig.of(
                ConfigFactory.parseString("akka.cluster.seed-nodes = [" + seeds + "]")
                    .withFallback(SharedCassandra.config(keyspace))));
    systems.add(system);
    return ControlPlaneStart.start(system).toCompletableFuture().get(3, TimeUnit.MINUTES);
  }

  @AfterEach
  void stop() throws Exception {
    for (ActorSystem<Void> system : systems.reversed()) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(2, TimeUnit.MINUTES);
    }
  }

  private static Ref namespace(int number) {
    return new Ref(Kind.NAMESPACE, "n" + number);
  }

  private static ControlPlane.Answer create(ControlPlane control, Ref namespace) {
    return control
        .send(
            namespace,
            new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)),
            Cause.of("tester", "request-" + namespace.link()))
        .toCompletableFuture()
        .join();
  }

  private static Map<Ref, State> shown(ControlPlane control) {
    return control.view().list(Kind.NAMESPACE, "").stream()
        .collect(Collectors.toMap(View.Item::resource, View.Item::state));
  }

  @Test
  void whatEitherIsAskedForBothShow() {
    for (int i = 0; i < NAMESPACES; i++) {
      ControlPlane asked = i % 2 == 0 ? first : second;
      assertThat(create(asked, namespace(i)).reply()).isEqualTo(Reply.OK);
      // the one that was asked shows it at once
      assertThat(asked.view().find(namespace(i))).as("%s where it was asked", i).isPresent();
    }
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          assertThat(shown(first)).hasSize(NAMESPACES + 2);
          assertThat(shown(second)).isEqualTo(shown(first));
        });
  }

  @Test
  void aMemberThatComesLaterShowsEverythingAndTheHistory() throws Exception {
    for (int i = 0; i < 20; i++) {
      create(first, namespace(i));
    }
    ControlPlane third = member(Cluster.get(systems.getFirst()).selfMember().address().toString());
    assertThat(shown(third)).isEqualTo(shown(first));
    assertThat(third.log().events(namespace(7), 1, Long.MAX_VALUE)).hasSize(1);
    create(third, namespace(100));
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(first.view().find(namespace(100))).isPresent());
  }

  @Test
  void everythingIsThereAfterAllWereStopped() throws Exception {
    for (int i = 0; i < 20; i++) {
      create(first, namespace(i));
    }
    Map<Ref, State> before = shown(first);
    stop();
    systems.clear();
    first = member("");
    assertThat(shown(first)).isEqualTo(before);
  }
}

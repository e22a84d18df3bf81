package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.persistence.cassandra.CassandraProcess;
import io.troupe.persistence.storage.SetUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A control member on three Cassandras, each of which has all data. One of them dies under writes
/// and comes back; then another one dies, so that the first is needed.
class CassandraMemberDownTest {
  private static final int WRITES = 40;

  /// How long one write may take until it is taken, all attempts together.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration PAUSE = Duration.ofMillis(50);

  @TempDir private static Path directory;
  private static List<CassandraProcess> members = List.of();
  private static ActorSystem<Void> system;
  private static ControlPlane control;

  private final List<Ref> taken = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    members = CassandraProcess.cluster(directory, 3);
    List<String> points = members.stream().map(CassandraProcess::contactPoint).toList();
    SetUp.createTables(points, "datacenter1", "troupe", "3");
    String listed =
        points.stream().map(point -> '"' + point + '"').collect(Collectors.joining(","));
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "troupe",
            SystemConfig.of(
                ConfigFactory.parseString(
                    "troupe.storage = cassandra\ntroupe.cassandra.contact-points = ["
                        + listed
                        + "]")));
    control = ControlPlaneStart.start(system).toCompletableFuture().get(4, TimeUnit.MINUTES);
  }

  @AfterAll
  static void stop() throws Exception {
    if (system != null) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(2, TimeUnit.MINUTES);
    }
    members.forEach(CassandraProcess::close);
  }

  @Test
  void writesGoOnWithoutOneOfThreeAndItIsOfUseAgainWhenItIsBack() throws Exception {
    write("all");
    members.get(1).kill();
    write("without-second");
    members.get(1).start();
    write("second-back");
    members.get(2).kill();
    write("without-third");
    members.get(2).start();
    for (Ref namespace : taken) {
      assertThat(control.view().find(namespace)).as("%s", namespace).isPresent();
      assertThat(control.log().events(namespace, 1, 9)).as("%s", namespace).hasSize(1);
    }
  }

  /// Creates namespaces, each under a new name until one is taken.
  private void write(String phase) throws InterruptedException {
    for (int i = 0; i < WRITES; i++) {
      long begun = System.nanoTime();
      int attempt = 0;
      Ref namespace = new Ref(Kind.NAMESPACE, phase + "-" + i);
      while (!isTaken(namespace)) {
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(phase).isLessThan(PATIENCE);
        attempt++;
        namespace = new Ref(Kind.NAMESPACE, phase + "-" + i + "-" + attempt);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      taken.add(namespace);
    }
  }

  private static boolean isTaken(Ref namespace) throws InterruptedException {
    var create = new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null));
    try {
      return control
          .send(namespace, create, Cause.by("tester"))
          .toCompletableFuture()
          .get(15, TimeUnit.SECONDS)
          .reply()
          .equals(Reply.OK);
    } catch (ExecutionException | TimeoutException unknown) {
      return false;
    }
  }
}

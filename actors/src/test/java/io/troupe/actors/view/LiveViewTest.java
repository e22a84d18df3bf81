package io.troupe.actors.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.ControlPlaneUnavailable;
import io.troupe.actors.Deciders;
import io.troupe.actors.TemporaryJournal;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.persistence.history.LogEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// After whatever users do, the view shows what the entities are, the log alone gives the same, and
/// a view that is built anew shows the same as the one that was fed. One control plane serves all
/// seeds; each has a namespace and a node of its own.
class LiveViewTest {
  private static final Cause USER = Cause.of("user", "request");

  @TempDir private static Path directory;
  private static TemporaryJournal journal;
  private static ActorSystem<Void> system;
  private static ControlPlane control;

  @BeforeAll
  static void start() throws Exception {
    journal = new TemporaryJournal(directory);
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "troupe",
            journal.config("troupe.liveness { suspect-after = 1h, offline-after = 2h }"));
    control = ControlPlaneStart.start(system).toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  @AfterAll
  static void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  private static LongStream seeds() {
    return LongStream.range(0, Long.getLong("troupe.seeds", 20));
  }

  private static void send(Ref to, Command command) {
    control.send(to, command, USER).toCompletableFuture().join();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void showsWhatTheEntitiesAre(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Ref namespace = new Ref(Kind.NAMESPACE, "s" + seed);
    Ref node = new Ref(Kind.NODE, "n" + seed);
    send(namespace, new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)));
    send(node, join(20));
    for (int step = 0; step < 40; step++) {
      happen(random, namespace, node);
    }
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> resources(seed).forEach(LiveViewTest::assertShown));
    assertAViewBuiltAnewIsTheSame();
  }

  private static NodeCommand join(int pods) {
    return new NodeCommand.Join(
        new NodeInfo("1", "n", "x86_64", "Linux", "linux", "", "", "", List.of()),
        new Capacity(pods, 99, Memory.mebibytes(64L * pods), Cpu.cpus(pods), Memory.ZERO));
  }

  private static void happen(RandomGenerator random, Ref namespace, Ref node) {
    Ref service = new Ref(Kind.SERVICE, namespace.link() + ":a" + random.nextInt(3));
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> send(service, new ServiceCommand.Apply(patch(random), random.nextBoolean()));
      case 3, 4 -> send(service, new ServiceCommand.Scale(random.nextInt(5)));
      case 5 -> send(service, new ServiceCommand.Remove());
      case 6 -> send(service, new ServiceCommand.RetireDeployment("v" + (1 + random.nextInt(4))));
      case 7 -> send(node, random.nextBoolean() ? new NodeCommand.MarkOffline() : join(20));
      default -> send(node, new NodeCommand.SetMeta("rack " + random.nextInt(9), null));
    }
  }

  private static ServicePatch patch(RandomGenerator random) {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named("web:" + random.nextInt(3)))
            .withLimits(new Limits(Cpu.millis(100), Memory.mebibytes(64)));
    PodTemplate template = new PodTemplate(List.of(container), List.of(), 10);
    return new ServicePatch(
        null,
        null,
        random.nextInt(4),
        null,
        null,
        null,
        null,
        random.nextInt(5) == 0 ? null : new TemplatePatch(template, Set.of(), Set.of(), false));
  }

  /// Everything the log speaks of that belongs to a seed.
  private static Set<Ref> resources(long seed) {
    Set<Ref> resources = new TreeSet<>();
    control
        .log()
        .replay(
            1,
            control.log().head(),
            entry -> {
              Ref resource = entry.id().resource();
              if (resource.namespace().equals("s" + seed) || resource.link().equals("n" + seed)) {
                resources.add(resource);
              }
            });
    assertThat(resources).isNotEmpty();
    return resources;
  }

  private static void assertShown(Ref resource) {
    ControlPlane.Standing standing = control.read(resource).toCompletableFuture().join();
    State replayed = Deciders.empty(resource.kind());
    for (LogEntry entry : control.log().events(resource, 1, standing.seq())) {
      replayed =
          Deciders.apply(
              resource.kind(), replayed, entry.recorded().event(), entry.recorded().at());
    }
    assertThat(replayed).as("the log of " + resource).isEqualTo(standing.state());
    if (Deciders.exists(resource.kind(), standing.state())) {
      View.Item item = control.view().find(resource).orElseThrow();
      assertThat(item.state()).as(resource.toString()).isEqualTo(standing.state());
      assertThat(item.seq()).isEqualTo(standing.seq());
    } else {
      assertThat(control.view().find(resource)).isEmpty();
    }
  }

  private static void assertAViewBuiltAnewIsTheSame() {
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          try (LiveView anew = LiveView.start(control.log(), _ -> {}, _ -> {})) {
            assertThat(anew.revision()).isEqualTo(control.view().revision());
            assertThat(items(anew)).isEqualTo(items(control.view()));
          }
        });
  }

  private static List<View.Item> items(View view) {
    List<View.Item> items = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      items.addAll(view.list(kind, ""));
    }
    return items;
  }

  @Test
  void aViewBuiltFromSnapshotsIsTheSame() {
    Ref namespace = new Ref(Kind.NAMESPACE, "long");
    send(namespace, new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)));
    for (int i = 0; i < 130; i++) {
      send(
          namespace,
          new NamespaceCommand.Update(new NamespacePatch("number " + i, null, null, null, null)));
    }
    await().atMost(ONE_MINUTE).until(LiveViewTest::hasSnapshot);
    assertAViewBuiltAnewIsTheSame();
  }

  private static boolean hasSnapshot() {
    List<Ref> snapshots = new ArrayList<>();
    control.log().rebuild(stored -> snapshots.add(stored.resource()), _ -> {});
    return snapshots.contains(new Ref(Kind.NAMESPACE, "long"));
  }

  @Test
  void aServiceThatComesBackIsShownWithTheNumbersItHadBefore() {
    Ref namespace = new Ref(Kind.NAMESPACE, "back");
    Ref service = new Ref(Kind.SERVICE, "back:web");
    send(namespace, new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)));
    send(service, new ServiceCommand.Create(withoutPods(patch(new SplittableRandom(1)))));
    send(service, new ServiceCommand.Remove());
    await().atMost(ONE_MINUTE).until(() -> control.view().find(service).isEmpty());
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() ->
            assertThat(control.read(service).toCompletableFuture().join().state())
                .isInstanceOf(io.troupe.core.service.ServiceState.Absent.class));
    send(
        service,
        new ServiceCommand.Create(
            new ServicePatch(null, null, null, null, null, null, null, null)));
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertShown(service));
    assertAViewBuiltAnewIsTheSame();
  }

  private static ServicePatch withoutPods(ServicePatch patch) {
    ContainerTemplate container = ContainerTemplate.of("main", Image.named("web:1"));
    return new ServicePatch(
        patch.description(),
        null,
        0,
        null,
        null,
        null,
        null,
        new TemplatePatch(
            new PodTemplate(List.of(container), List.of(), 10), Set.of(), Set.of(), false));
  }

  @Test
  void aJournalThatDoesNotTakeWritesFailsCallersQuicklyAndRecovers() throws Exception {
    Ref namespace = new Ref(Kind.NAMESPACE, "locked");
    Command create = new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null));
    try (TemporaryJournal.Lock _ = journal.lock()) {
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThat(control.send(namespace, create, USER).toCompletableFuture())
            .failsWithin(ONE_MINUTE)
            .withThrowableThat()
            .withCauseInstanceOf(ControlPlaneUnavailable.class)
            .withMessageContaining("the journal does not take writes");
      }
      await()
          .atMost(ONE_MINUTE)
          .untilAsserted(() -> assertThat(control.health().writable()).isFalse());
      assertThat(control.read(new Ref(Kind.NAMESPACE, "default")).toCompletableFuture())
          .succeedsWithin(ONE_MINUTE);
    }
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(control.health().writable()).isTrue());
    assertThat(control.log().events(namespace, 1, 10)).isEmpty();
    await()
        .atMost(ONE_MINUTE)
        .ignoreException(CompletionException.class)
        .untilAsserted(() -> {
          send(namespace, create);
          assertThat(control.view().find(namespace)).isPresent();
        });
  }
}

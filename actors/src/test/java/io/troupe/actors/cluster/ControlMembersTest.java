package io.troupe.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import akka.actor.typed.Props;
import io.troupe.actors.ControlMembers;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlane.Answer;
import io.troupe.actors.PretendAgent;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.PodTemplate;
import io.troupe.persistence.load.Stalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three control members with the timings they have in production.
class ControlMembersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// A shorter silence makes nobody unreachable for as long as a removal takes.
  private static final Duration SHORT = Duration.ofMillis(2_200);

  private static final Ref WEB = new Ref(Kind.SERVICE, "default:web");

  @TempDir Path directory;
  private ControlMembers members;

  @BeforeEach
  void start() {
    members = new ControlMembers(directory, 3);
    members.awaitUp(3);
  }

  @AfterEach
  void stop() {
    members.close();
  }

  private static Reply send(ControlPlane control, Ref to, Command command) throws Exception {
    return control
        .send(to, command, Cause.by("tester"))
        .thenApply(Answer::reply)
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static Command service(int replicas) {
    ContainerTemplate container = ContainerTemplate.of("main", Image.named("web:1"));
    return new ServiceCommand.Create(
        new ServicePatch(
            null,
            null,
            replicas,
            null,
            null,
            null,
            null,
            new TemplatePatch(
                new PodTemplate(List.of(container), List.of(), 10), Set.of(), Set.of(), false)));
  }

  private static Command namespace() {
    return new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null));
  }

  private static Ref name(int number) {
    return new Ref(Kind.NAMESPACE, "space-" + number);
  }

  private void agent(ControlMembers.One at, Set<Ref> running) {
    at.system()
        .systemActorOf(
            PretendAgent.create("n1", PretendAgent.room(50), running, at.control().sessions()),
            "agent",
            Props.empty());
  }

  @Test
  void whatOneMemberIsToldAllKnowAndAnyTakesCommands() throws Exception {
    for (int i = 0; i < 30; i++) {
      ControlPlane control = members.get(i % 3).control();
      assertThat(send(control, name(i), namespace())).isEqualTo(Reply.OK);
      assertThat(control.view().find(name(i))).as("reads its own write").isPresent();
    }
    for (ControlMembers.One one : members.all()) {
      await().atMost(PATIENCE).until(() -> one.control().view().find(name(29)).isPresent());
      assertThat(one.control().members())
          .filteredOn(member -> member.roles().contains("control"))
          .hasSize(3)
          .allMatch(member -> member.status().equals("up"));
    }
  }

  /// The first is the oldest, which has the coordinators of the shards. The distribution is
  /// `bench/run failover`.
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aKilledMembersResourcesTakeCommandsElsewhereWithinEightSeconds(int killed) throws Exception {
    ControlPlane control = members.get(1).control();
    for (int i = 0; i < 60; i++) {
      send(control, name(i), namespace());
    }
    Stalls.assertShorter(
        Duration.ofSeconds(8),
        () -> {
          if (members.all().stream().anyMatch(one -> one.isStopped())) {
            members.get(killed).start();
            members.awaitUp(3);
          }
          return elsewhereAfterTheKill(members.get(killed), control);
        });
  }

  private static Duration elsewhereAfterTheKill(ControlMembers.One killed, ControlPlane control)
      throws Exception {
    long begun = System.nanoTime();
    killed.kill();
    Command change = new NamespaceCommand.Update(new NamespacePatch("x", null, null, null, null));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Ref one = name(i);
        all.add(threads.submit(() -> persist(control, one, change)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Sends a command until it is answered, as a client does.
  private static void persist(ControlPlane control, Ref to, Command command) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() ->
            control
                .send(to, command, Cause.by("tester"))
                .toCompletableFuture()
                .get(1, TimeUnit.SECONDS)
                .reply()
                .equals(Reply.OK));
  }

  @Test
  void aMemberThatLeavesUnderLoadFailsNoCommand() throws Exception {
    for (int i = 0; i < 40; i++) {
      send(members.get(0).control(), name(i), namespace());
    }
    underLoad(members.get(0).control(), () -> members.get(2).leave());
    members.awaitUp(2);
  }

  @Test
  void theNextBuildReplacesOneMemberAfterTheOtherUnderLoad() throws Exception {
    for (int i = 0; i < 40; i++) {
      send(members.get(0).control(), name(i), namespace());
    }
    for (int next = 0; next < 3; next++) {
      ControlMembers.One old = members.get(next);
      underLoad(
          members.get((next + 1) % 3).control(),
          () -> {
            old.leave();
            old.start("9.9.9");
            members.awaitUp(3);
          });
    }
    assertThat(members.get(0).control().members())
        .filteredOn(member -> member.roles().contains("control"))
        .extracting(ControlPlane.Member::version)
        .containsOnly("9.9.9");
  }

  /// Changes one resource after the other before, during and after what happens; each change has to
  /// be answered.
  private static void underLoad(ControlPlane control, Runnable happening) throws Exception {
    AtomicInteger sent = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> load = threads.submit(() -> load(control, sent, done));
      try {
        awaitMore(sent, load);
        happening.run();
        awaitMore(sent, load);
      } finally {
        done.set(true);
      }
      load.get();
    }
  }

  private static void awaitMore(AtomicInteger sent, Future<?> load) {
    int before = sent.get();
    await().atMost(PATIENCE).until(() -> load.isDone() || sent.get() >= before + 40);
  }

  private static @Nullable Void load(ControlPlane control, AtomicInteger sent, AtomicBoolean done)
      throws Exception {
    while (!done.get()) {
      NamespacePatch patch = new NamespacePatch("change " + sent, null, null, null, null);
      assertThat(send(control, name(sent.get() % 40), new NamespaceCommand.Update(patch)))
          .isEqualTo(Reply.OK);
      sent.incrementAndGet();
    }
    return null;
  }

  @Test
  void whatAKilledMemberOwedIsTakenUpByTheOthers() throws Exception {
    send(members.get(0).control(), WEB, service(20));
    ControlPlane control = members.get(0).control();
    await().atMost(PATIENCE).until(() -> control.view().list(Kind.POD, "").size() == 20);
    members.get(1).kill();
    Set<Ref> running = new ConcurrentSkipListSet<>();
    agent(members.get(0), running);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(control.view().list(Kind.POD, ""))
                .allMatch(item -> PodStatus.node((PodState) item.state()).isPresent()));
  }

  @Test
  void theMinorityRefusesCommandsAndComesBackByItself() throws Exception {
    ControlMembers.One lonely = members.get(0);
    ControlPlane alone = lonely.control();
    members.cut(lonely, true);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !alone.health().ready());
    assertThat(alone.send(name(1), namespace(), Cause.by("tester")).toCompletableFuture())
        .isCompletedExceptionally();
    members.awaitUp(2);
    // until the lonely one is removed, nobody may know; a user asks again
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !send(members.get(1).control(), name(2), namespace()).toString().isEmpty());
    // as long as it is cut off it may begin anew more than once
    await().atMost(PATIENCE).until(() -> lonely.starts() >= 2);
    members.cut(lonely, false);
    members.awaitUp(3);
    assertThat(send(lonely.control(), name(3), namespace())).isEqualTo(Reply.OK);
    await().atMost(PATIENCE).until(() -> lonely.control().view().find(name(2)).isPresent());
  }

  /// On a busy machine a cut lasts longer than it should, and the failure detectors come late on
  /// top: only a cut that was as short as is meant counts.
  @Test
  void aPauseOfASecondPutsNobodyOut() throws InterruptedException {
    ControlMembers.One paused = members.get(1);
    for (int tries = 0; tries < 5; tries++) {
      List<Integer> before = starts();
      Duration disturbed;
      try (Stalls stalls = Stalls.watch()) {
        long from = System.nanoTime();
        members.cut(paused, true);
        Thread.sleep(1_800);
        members.cut(paused, false);
        Duration cut = Duration.ofNanos(System.nanoTime() - from);
        Thread.sleep(4_000);
        disturbed = cut.plus(stalls.longest());
      }
      if (disturbed.compareTo(SHORT) < 0) {
        members.awaitUp(3);
        assertThat(starts()).isEqualTo(before);
        return;
      }
      members.awaitUp(3);
    }
    abort("this machine stalls too often to cut anything off for 1.8 s");
  }

  /// As when a hypervisor stops the machine of all three.
  @Test
  void aStandstillOfAllTogetherPutsNobodyOut() throws Exception {
    List<Integer> before = starts();
    long from = System.nanoTime();
    String self = Long.toString(ProcessHandle.current().pid());
    Process stop =
        new ProcessBuilder("sh", "-c", "kill -STOP " + self + "; sleep 5; kill -CONT " + self)
            .inheritIO()
            .start();
    assertThat(stop.waitFor()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(5));
    Thread.sleep(4_000);
    members.awaitUp(3);
    assertThat(starts()).isEqualTo(before);
    assertThat(send(members.get(0).control(), name(1), namespace())).isEqualTo(Reply.OK);
  }

  private List<Integer> starts() {
    return members.all().stream().map(ControlMembers.One::starts).toList();
  }

  @Test
  void afterAllWereKilledEverythingIsAsItWas() throws Exception {
    Set<Ref> running = new ConcurrentSkipListSet<>();
    agent(members.get(0), running);
    send(members.get(1).control(), WEB, service(5));
    await().atMost(PATIENCE).until(() -> running.size() == 5);
    Set<Ref> before = Set.copyOf(running);
    members.all().forEach(ControlMembers.One::kill);
    members.all().forEach(ControlMembers.One::start);
    members.awaitUp(3);
    agent(members.get(2), running);
    ControlPlane control = members.get(1).control();
    assertThat(control.view().list(Kind.POD, "default:web")).hasSize(5);
    send(control, WEB, new ServiceCommand.Scale(6));
    await().atMost(PATIENCE).until(() -> running.size() == 6);
    assertThat(running).containsAll(before);
  }
}

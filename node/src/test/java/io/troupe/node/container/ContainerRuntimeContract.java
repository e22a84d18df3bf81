package io.troupe.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.troupe.node.container.ContainerEvent.Action;
import io.troupe.node.container.ContainerEvent.Happened;
import io.troupe.node.container.ContainerEvent.Watching;
import io.troupe.node.container.ContainerInfo.State;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every driver of [ContainerRuntime] does.
public abstract class ContainerRuntimeContract {
  private final String mark = UUID.randomUUID().toString();
  private final Map<String, String> labels = Map.of("io.troupe.test", mark);
  private ContainerRuntime runtime;

  protected abstract ContainerRuntime open();

  /// A container that runs until it is told to stop.
  protected abstract ContainerSpec runner(String name, Map<String, String> labels);

  /// A container that ignores the stop signal.
  protected abstract ContainerSpec stubborn(String name, Map<String, String> labels);

  /// A container that prints `one` and `two`, then runs.
  protected abstract ContainerSpec printer(String name, Map<String, String> labels);

  /// A container that ends at once with this code.
  protected abstract ContainerSpec ender(String name, Map<String, String> labels, int code);

  @BeforeEach
  void openRuntime() {
    runtime = open();
  }

  @AfterEach
  void closeRuntime() {
    if (runtime != null) {
      runtime.list(labels).forEach(info -> runtime.remove(info.id()));
      runtime.close();
    }
  }

  private String name(String name) {
    return "troupe-test-" + mark.substring(0, 8) + "-" + name;
  }

  private String started(ContainerSpec spec) {
    String id = runtime.create(spec);
    runtime.start(id);
    return id;
  }

  private ContainerInfo info(String id) {
    return runtime.find(id).orElseThrow();
  }

  @Test
  void tellsOfItsMachine() {
    RuntimeInfo about = runtime.about();

    assertThat(about.type()).isNotEmpty();
    assertThat(about.version()).isNotEmpty();
    assertThat(about.hostname()).isNotEmpty();
    assertThat(about.cpu().nanos()).isPositive();
    assertThat(about.memory().bytes()).isPositive();
  }

  @Test
  void createsWithoutStarting() {
    String id = runtime.create(runner(name("a"), labels));

    ContainerInfo info = info(id);
    assertThat(info.state()).isEqualTo(State.CREATED);
    assertThat(info.name()).isEqualTo(name("a"));
    assertThat(info.labels()).containsAllEntriesOf(labels);
    assertThat(info.startedAt()).isNull();
  }

  @Test
  void startsAndGivesAnAddress() {
    String id = started(runner(name("a"), labels));

    ContainerInfo info = info(id);
    assertThat(info.running()).isTrue();
    assertThat(info.startedAt()).isNotNull();
    assertThat(info.finishedAt()).isNull();
    assertThat(info.imageId()).isNotEmpty();
    assertThat(info.ip()).isNotEmpty();
    runtime.start(id);
    assertThat(info(id)).isEqualTo(info);
  }

  @Test
  void joinsTheNetworkOfAnother() {
    String owner = started(runner(name("a"), labels));
    ContainerSpec plain = runner(name("b"), labels);
    String id = started(join(plain, owner));

    assertThat(info(id).network()).isEqualTo(owner);
  }

  private static ContainerSpec join(ContainerSpec spec, String owner) {
    return new ContainerSpec(
        spec.name(),
        spec.image(),
        spec.entrypoint(),
        spec.command(),
        spec.workdir(),
        spec.env(),
        spec.user(),
        spec.ports(),
        spec.memory(),
        spec.cpu(),
        spec.privileged(),
        spec.labels(),
        "",
        owner,
        spec.attachment(),
        spec.dns(),
        spec.dnsSearch(),
        spec.dnsOptions(),
        spec.extraHosts(),
        spec.mounts(),
        spec.stopSeconds());
  }

  @Test
  void refusesASecondContainerOfOneName() {
    runtime.create(runner(name("a"), labels));

    assertThatThrownBy(() -> runtime.create(runner(name("a"), labels)))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN));
  }

  @Test
  void saysWhenAnImageIsNotThere() {
    ContainerSpec spec = ContainerSpec.of(name("a"), "troupe.test/nowhere:1", labels);

    assertThatThrownBy(() -> runtime.create(spec))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_IMAGE));
  }

  @Test
  void saysWhenAContainerIsNotThere() {
    assertThatThrownBy(() -> runtime.start("no-such-container-" + mark))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_CONTAINER));
    assertThat(runtime.find("no-such-container-" + mark)).isEmpty();
  }

  @Test
  void stopsWithinTheGraceWhatListens() {
    String id = started(runner(name("a"), labels));

    long begin = System.nanoTime();
    runtime.stop(id, "", Duration.ofMinutes(5));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(2));
    ContainerInfo info = info(id);
    assertThat(info.state()).isEqualTo(State.EXITED);
    assertThat(info.finishedAt()).isNotNull();
  }

  /// A grace that is not heeded is that of ten seconds each time; a busy engine may be late, but
  /// not each time.
  @Test
  void killsAfterTheGraceWhatDoesNotListen() {
    Duration least = Duration.ofMillis(900);
    Duration most = Duration.ofSeconds(8);
    Duration took = tookToKill("a1", least);
    for (int attempt = 2; attempt <= 3 && took.compareTo(most) >= 0; attempt++) {
      took = tookToKill("a" + attempt, least);
    }
    assertThat(took).isLessThan(most);
  }

  private Duration tookToKill(String name, Duration least) {
    String id = started(stubborn(name(name), labels));
    long begin = System.nanoTime();
    runtime.stop(id, "", Duration.ofSeconds(1));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isGreaterThan(least);
    assertThat(info(id).exitCode()).isEqualTo(137);
    return took;
  }

  @Test
  void stopsWithASignalOfItsOwn() {
    String id = started(runner(name("a"), labels));

    runtime.stop(id, "SIGTERM", Duration.ofSeconds(10));

    assertThat(info(id).state()).isEqualTo(State.EXITED);
  }

  @Test
  void leavesAloneWhatIsNotThereOrDoesNotRun() {
    runtime.stop("no-such-container-" + mark, "", Duration.ofSeconds(1));
    runtime.remove("no-such-container-" + mark);
    String id = runtime.create(runner(name("a"), labels));
    runtime.stop(id, "", Duration.ofSeconds(1));

    assertThat(info(id).state()).isEqualTo(State.CREATED);
  }

  @Test
  void killsWithoutGrace() throws Exception {
    String id = started(runner(name("a"), labels));

    runtime.kill(id, "KILL");

    assertThat(runtime.await(id)).isEqualTo(137);
  }

  @Test
  void waitsForTheExitCode() throws Exception {
    String id = started(ender(name("a"), labels, 3));

    assertThat(runtime.await(id)).isEqualTo(3);
    assertThat(info(id).exitCode()).isEqualTo(3);
  }

  @Test
  void removesARunningContainer() {
    String id = started(runner(name("a"), labels));

    runtime.remove(id);

    assertThat(runtime.find(id)).isEmpty();
    assertThat(runtime.list(labels)).isEmpty();
  }

  @Test
  void listsByLabelsWhetherRunningOrNot() {
    String running = started(runner(name("a"), labels));
    String created = runtime.create(runner(name("b"), labels));

    assertThat(runtime.list(labels))
        .extracting(ContainerInfo::id)
        .containsExactlyInAnyOrder(running, created);
    assertThat(runtime.list(Map.of("io.troupe.test", "another"))).isEmpty();
  }

  @Test
  void tellsAWatcherWhatHappens() {
    List<ContainerEvent> heard = new CopyOnWriteArrayList<>();
    try (var _ = runtime.watch(labels, heard::add)) {
      await().atMost(ONE_MINUTE).until(() -> heard.contains(new Watching()));
      String id = started(runner(name("a"), labels));
      started(runner(name("other"), Map.of("io.troupe.other", mark)));
      runtime.kill(id, "KILL");
      await().atMost(ONE_MINUTE).until(() -> !info(id).running());
      runtime.remove(id);
      await()
          .atMost(ONE_MINUTE)
          .untilAsserted(() ->
              assertThat(heard)
                  .filteredOn(Happened.class::isInstance)
                  .extracting(event -> ((Happened) event).id(), e -> ((Happened) e).action())
                  .containsExactly(
                      org.assertj.core.api.Assertions.tuple(id, Action.STARTED),
                      org.assertj.core.api.Assertions.tuple(id, Action.ENDED),
                      org.assertj.core.api.Assertions.tuple(id, Action.REMOVED)));
    } finally {
      runtime.list(Map.of("io.troupe.other", mark)).forEach(info -> runtime.remove(info.id()));
    }
  }

  @Test
  void readsAndFollowsALog() throws Exception {
    String id = started(printer(name("a"), labels));
    try (LogStream log = runtime.logs(id, new LogQuery(0, true))) {
      LogLine first = log.next().orElseThrow();
      assertThat(first.text()).isEqualTo("one");
      assertThat(first.stream()).isEqualTo("stdout");
      assertThat(first.at()).isAfter(java.time.Instant.parse("2020-01-01T00:00:00Z"));
      assertThat(log.next().orElseThrow().text()).isEqualTo("two");
      runtime.kill(id, "KILL");
      assertThat(log.next()).isEmpty();
    }
    try (LogStream tail = runtime.logs(id, new LogQuery(1, false))) {
      assertThat(tail.next().orElseThrow().text()).isEqualTo("two");
      assertThat(tail.next()).isEmpty();
    }
  }

  @Test
  void closingALogEndsAWaitingRead() throws Exception {
    String id = started(runner(name("a"), labels));
    LogStream log = runtime.logs(id, new LogQuery(0, true));
    var end = new java.util.concurrent.CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            end.complete(log.next().isEmpty());
          } catch (InterruptedException | RuntimeException e) {
            end.completeExceptionally(e);
          }
        });

    log.close();

    assertThat(end.get(1, java.util.concurrent.TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void tellsWhatAContainerUses() {
    String id = started(runner(name("a"), labels));

    Usage usage = runtime.usage(id);

    assertThat(usage.memory().bytes()).isPositive();
    assertThat(usage.memoryLimit().bytes()).isPositive();
  }
}

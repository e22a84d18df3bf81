package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// Whatever users do, the log of each resource gives the resource as it is.
class RandomCommandsTest {
  private static final int SERVICES = 4;
  private static final int ROUNDS = 6;

  @TempDir Path directory;
  private TroupeProcess troupe;

  @BeforeEach
  void start() {
    troupe = TroupeProcess.simulated(directory.resolve("data")).start();
  }

  @AfterEach
  void stop() {
    if (troupe != null) {
      troupe.close();
    }
  }

  @RepeatedTest(3)
  void replayingTheLogsGivesTheLiveStatesAlsoAfterARestart() throws Exception {
    long seed = Seeds.next();
    String when = "with -Dtroupe.seed=" + seed;
    Random random = new Random(seed);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> users = new ArrayList<>();
      for (int i = 0; i < SERVICES; i++) {
        RandomUser user = new RandomUser("it-" + i % 2 + ":s" + i, new Random(random.nextLong()));
        users.add(threads.submit(() -> use(user)));
      }
      for (Future<?> user : users) {
        user.get();
      }
    }
    LogChecks.awaitQuiet(troupe.api());
    LogChecks.assertReplayGivesLive(troupe.api());
    LogChecks.assertGapFree(troupe.api());
    Set<String> before = LogChecks.live(troupe.api()).keySet();
    troupe.kill();
    try (StoredLog log = StoredLog.of(troupe)) {
      log.assertNobodyOwes();
    }
    troupe.start();
    // simulated containers end with the process: the pods are seen anew, but they are the same
    LogChecks.awaitQuiet(troupe.api());
    assertThat(LogChecks.live(troupe.api()).keySet()).as(when).isEqualTo(before);
    LogChecks.assertReplayGivesLive(troupe.api());
  }

  private void use(RandomUser user) {
    Api api = troupe.api();
    String namespace = user.service().substring(0, user.service().indexOf(':'));
    api.apply(Manifests.namespace(namespace)).ok();
    for (int round = 0; round < ROUNDS; round++) {
      user.work(api);
    }
  }
}

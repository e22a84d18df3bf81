package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The platform is killed at random moments while commands are under way, and started again.
class CrashTest {
  private static final String SPACE = "it-crash";
  private static final String QUIET = SPACE + ":quiet";
  private static final int ROUNDS = 8;
  private static final int LATEST_KILL_MILLIS = 1_500;

  @TempDir Path directory;
  private Docker docker;
  private TroupeProcess troupe;

  @BeforeEach
  void start() {
    docker = Docker.require();
    troupe = TroupeProcess.docker(directory.resolve("data"), docker).start();
    String quiet = Manifests.service(QUIET, 2, TestImage.ONE);
    troupe.api().apply(Manifests.all(Manifests.namespace(SPACE), quiet)).ok();
    eventually(() -> assertThat(docker.running(troupe, QUIET)).hasSize(2));
  }

  @AfterEach
  void clean() {
    if (troupe != null) {
      docker.clean(troupe);
      docker.close();
    }
  }

  @Test
  void afterAKillAtAnyMomentAllThatWasAnsweredHoldsAndWhatWasRightStays() throws Exception {
    long seed = Seeds.next();
    Random random = new Random(seed);
    List<String> quiet = Docker.ids(docker.running(troupe, QUIET));
    List<RandomUser> users = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      users.add(new RandomUser(SPACE + ":" + name, new Random(random.nextLong())));
    }
    for (int round = 1; round <= ROUNDS; round++) {
      String when = "in round %d of -Dtroupe.seed=%d".formatted(round, seed);
      killAmid(users, random.nextInt(LATEST_KILL_MILLIS));
      Map<String, String> survivors = roles(docker.containers(troupe));
      troupe.start();
      for (RandomUser user : users) {
        user.look(troupe.api(), when);
      }
      eventually(() -> assertRight(users, when));
      Map<String, String> now = roles(docker.containers(troupe));
      survivors.forEach((id, role) -> {
        if (now.containsValue(role)) {
          assertThat(now).as("%s is the same container %s", role, when).containsKey(id);
        }
      });
      assertThat(Docker.ids(docker.running(troupe, QUIET))).as(when).isEqualTo(quiet);
    }
    LogChecks.assertReplayGivesLive(troupe.api());
    LogChecks.assertGapFree(troupe.api());
  }

  /// Lets the users loose, and kills the platform a moment later.
  private void killAmid(List<RandomUser> users, int millis) throws Exception {
    Api api = troupe.api();
    try (ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> killed = killer.schedule(troupe::kill, millis, TimeUnit.MILLISECONDS);
      List<Future<?>> all = new ArrayList<>();
      users.forEach(user -> all.add(threads.submit(() -> user.work(api))));
      for (Future<?> one : all) {
        one.get();
      }
      killed.get();
    }
  }

  /// Containers that run, with what each is for.
  private static Map<String, String> roles(List<Container> containers) {
    return containers.stream()
        .filter(container -> "running".equals(container.getState()))
        .collect(Collectors.toMap(Container::getId, Docker::role));
  }

  private void assertRight(List<RandomUser> users, String when) {
    List<Container> all = docker.containers(troupe);
    assertThat(all.stream().map(Docker::role)).as("no duplicates " + when).doesNotHaveDuplicates();
    for (RandomUser user : users) {
      user.assertServed(troupe.api(), docker.containers(troupe, user.service()), when);
    }
  }
}

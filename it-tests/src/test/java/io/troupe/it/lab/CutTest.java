package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.lab.Daemon;
import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.lab.Cluster.Running;
import io.troupe.persistence.load.Stalls;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One control member and three agents with real containers: links are cut, processes pause.
class CutTest {
  private static final int REPLICAS = 4;

  /// Within this the pods of a lost host run elsewhere, with the settings as they come.
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private static Cluster cluster;
  private static Lab lab;

  @BeforeAll
  static void up() {
    cluster = Cluster.up(LabPlan.of(3));
    lab = cluster.lab();
  }

  @AfterAll
  static void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void serve() {
    cluster.serveAnew(REPLICAS);
  }

  @Test
  void podsOfAHostThatIsCutOffRunElsewhereAndNoneTwiceAfterwards() throws Exception {
    Stalls.assertShorter(
        ELSEWHERE,
        () -> {
          cluster.serveAnew(REPLICAS);
          return untilPodsOfALostHostRunElsewhere();
        });
  }

  private static Duration untilPodsOfALostHostRunElsewhere() {
    LabHost lost = cluster.host(3);
    List<Running> stranded = cluster.running(lost);
    assertThat(stranded).isNotEmpty();
    long cut = System.nanoTime();
    lab.cutOff(lost);
    eventually(() -> assertThat(runningAwayFrom(lost)).hasSize(REPLICAS));
    final Duration took = Duration.ofNanos(System.nanoTime() - cut);
    assertThat(cluster.running(lost)).as("nobody can tell it yet").isEqualTo(stranded);
    eventually(() -> assertThat(cluster.podsReady()).hasSizeGreaterThanOrEqualTo(REPLICAS));

    lab.heal();
    cluster.settle(REPLICAS);
    cluster.assertNoPodTwice();
    assertThat(cluster.running(lost))
        .as("its own were replaced")
        .doesNotContainAnyElementsOf(stranded);
    return took;
  }

  @Test
  void aHostThatHearsButIsNotHeardIsReplacedToo() {
    LabHost mute = cluster.host(2);
    lab.cut(mute, lab.others(mute), false);
    eventually(() -> assertThat(runningAwayFrom(mute)).hasSize(REPLICAS));
    lab.heal();
    cluster.settle(REPLICAS);
    cluster.assertNoPodTwice();
  }

  @Test
  void aPauseOfASecondReplacesNothing() {
    List<Running> before = cluster.running();
    for (LabHost host : lab.hosts()) {
      Daemon troupe = lab.daemon(host, Lab.TROUPE);
      troupe.signal("STOP");
      pass(Duration.ofSeconds(1));
      troupe.signal("CONT");
    }
    cluster.staysFor(Duration.ofSeconds(3), before);
  }

  private static List<Running> runningAwayFrom(LabHost host) {
    return cluster.running().stream().filter(one -> !one.host().equals(host.name())).toList();
  }

  /// Lets time pass, which is what a pause is about.
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() > end);
  }
}

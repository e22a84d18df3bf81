package io.troupe.it.lab;

import static io.troupe.it.lab.TestLab.reaches;
import static io.troupe.it.lab.TestLab.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.cli.lab.Daemon;
import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.cli.lab.LabUp;
import io.troupe.cli.lab.Subnet;
import io.troupe.it.Eventually;
import io.troupe.it.TestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Hosts, links and engines of a lab, without Troupe.
class LabTest {
  private static final Pattern LEAST = Pattern.compile("min/avg/max = ([\\d.]+)/");

  private static TestLab test;
  private static Lab lab;
  private static LabHost one;
  private static LabHost two;
  private static LabHost three;

  @BeforeAll
  static void up() {
    test = TestLab.up(LabPlan.of(3).withoutPlatform());
    lab = test.lab();
    one = test.host(1);
    two = test.host(2);
    three = test.host(3);
  }

  @AfterAll
  static void down() {
    if (test != null) {
      test.close();
    }
  }

  @AfterEach
  void heal() {
    lab.heal();
  }

  @Test
  void hostsHaveNamesAndReachEachOtherAndSeeOnlyTheirOwnProcesses() {
    assertThat(run(two, "hostname").ok()).isEqualTo("host2\n");
    assertReaches(one, two);
    assertReaches(two, three);
    assertReaches(three, one);
    assertThat(run(one, "sh", "-c", "cat /proc/[0-9]*/cmdline").ok())
        .contains("dockerd")
        .doesNotContain("surefire", two.name() + "/");
    assertThat(run(one, "ls", "/proc").ok()).startsWith("1\n");
  }

  @Test
  void aCutStopsWhatGoesBothWaysAndOnlyBetweenThose() {
    lab.cut(one, List.of(three), true);
    assertThat(reaches(one, three)).isFalse();
    assertThat(reaches(three, one)).isFalse();
    assertReaches(one, two);
    assertReaches(two, three);
    assertThat(lab.cuts()).containsOnlyKeys("host1", "host3");
    // whoever works on the lab later knows of it
    assertThat(Lab.open(test.directory(), lab.name()).cuts()).isEqualTo(lab.cuts());

    lab.cutOff(two);
    assertThat(reaches(two, three)).isFalse();
    lab.heal(two);
    assertReaches(two, three);
    assertThat(reaches(one, three)).isFalse();
    lab.heal();
    assertReaches(one, three);
  }

  @Test
  void aOneWayCutLetsTheOtherWayThrough() {
    assertReaches(one, three);
    lab.cut(three, List.of(one), false);
    long before = echoesHeard(three);
    assertThat(reaches(one, three)).as("the answer is lost").isFalse();
    assertThat(echoesHeard(three)).as("the question is not").isEqualTo(before + 1);

    lab.heal();
    lab.cut(one, List.of(three), false);
    assertThat(reaches(one, three)).isFalse();
    assertThat(echoesHeard(three)).as("now the question is lost").isEqualTo(before + 1);
  }

  /// A first answer may take longer than a second.
  private static void assertReaches(LabHost from, LabHost to) {
    Eventually.eventually(() -> assertThat(reaches(from, to)).isTrue());
  }

  /// How many pings have come in.
  private static long echoesHeard(LabHost host) {
    List<String> lines = run(host, "grep", "^Icmp:", "/proc/net/snmp").ok().lines().toList();
    int column = List.of(lines.get(0).split(" ")).indexOf("InEchos");
    return Long.parseLong(lines.get(1).split(" ")[column]);
  }

  @Test
  void aDelayIsAddedEachWayAndLeavesWhatIsSentAsItWas() {
    assertThat(roundTrip(one, two)).isLessThan(25);
    lab.delay(two, 60);
    // the first asks for the link's address, too
    assertReaches(one, two);
    assertThat(roundTrip(one, two)).isBetween(119.0, 160.0);
    assertThat(roundTrip(one, three)).isLessThan(25);
    assertThat(transferredSum(two, one)).isEqualTo(transferredSum(three, one));

    lab.delay(two, 0);
    assertThat(roundTrip(one, two)).isLessThan(25);
    assertThat(lab.delays()).isEmpty();
  }

  /// The least of several: of the others, a busy machine may have added to.
  private static double roundTrip(LabHost from, LabHost to) {
    String said = run(from, "busybox", "ping", "-c", "5", "-i", "0.2", to.name()).ok();
    Matcher matcher = LEAST.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  /// The checksum of a few megabytes as they arrive over TCP, in frames larger than a link's.
  private static String transferredSum(LabHost from, LabHost to) {
    Process server = serve(from);
    try {
      String fetch = "curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://";
      String sum = ":8099/dockerd | head -c 8000000 | sha256sum";
      return run(to, "sh", "-c", fetch + from.name() + sum).ok();
    } finally {
      run(from, "sh", "-c", "kill $(cat /run/httpd.pid)").ok();
      server.destroy();
    }
  }

  private static Process serve(LabHost host) {
    String script =
        "echo $$ > /run/httpd.pid; exec busybox httpd -f -p 8099 -h $(dirname $(command -v dockerd))";
    try {
      return new ProcessBuilder(host.command(List.of("sh", "-c", script))).start();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Test
  void eachHostRunsContainersOfItsOwn() {
    test.loadImages(one);
    test.loadImages(two);
    String id = run(one, "docker", "run", "-d", "--name=own", TestImage.ONE, "/run").ok().strip();
    assertThat(run(one, "docker", "ps", "--no-trunc", "-q").ok()).contains(id);
    assertThat(run(two, "docker", "ps", "-aq").ok()).isEmpty();
    assertThat(run(one, "docker", "exec", id, "sh", "-c", "echo in").ok()).isEqualTo("in\n");
    run(one, "docker", "rm", "-f", id).ok();
  }

  @Test
  void aProcessIsStoppedContinuedKilledAndStartedAgain() {
    Daemon engine = lab.daemon(three, Lab.DOCKER);
    assertThat(engine.condition()).isEqualTo("running");
    engine.signal("STOP");
    Eventually.eventually(() -> assertThat(engine.condition()).isEqualTo("stopped"));
    engine.signal("CONT");
    Eventually.eventually(() -> assertThat(engine.condition()).isEqualTo("running"));
    long before = engine.pid().orElseThrow();
    engine.kill();
    assertThat(engine.condition()).isEqualTo("gone");
    assertThatThrownBy(() -> engine.signal("STOP"))
        .hasMessageContaining("dockerd does not run on host3");
    lab.start(three, Lab.DOCKER);
    assertThat(engine.pid().orElseThrow()).isNotEqualTo(before);
  }

  @Test
  void aLabIsRemovedWholeAlsoWhenNobodyHasWrittenDownWhatItIs() throws Exception {
    TestLab doomed = TestLab.up(LabPlan.of(1).withoutPlatform());
    try (doomed) {
      doomed.loadImages(doomed.host(1));
      run(doomed.host(1), "docker", "run", "-d", TestImage.ONE, "/run").ok();
      String name = doomed.lab().name();
      assertThat(Lab.remains(doomed.directory(), name))
          .anyMatch(one -> one.startsWith("process"))
          .anyMatch(one -> one.startsWith("cgroup"))
          .anyMatch(one -> one.startsWith("link"));
      long first = doomed.host(1).first().pid();
      Files.delete(doomed.directory().resolve(name).resolve("lab.json"));

      Lab.down(doomed.directory(), name);

      assertThat(Lab.remains(doomed.directory(), name)).isEmpty();
      assertThat(Path.of("/proc/" + first + "/root/run")).doesNotExist();
      assertThat(processesNaming(doomed.directory())).isEmpty();
      assertThat(Files.readString(Path.of("/proc/mounts")))
          .doesNotContain(doomed.directory().toString());
      Lab.down(doomed.directory(), name);
    }
  }

  /// Whatever runs and has the directory in its command line, such as an engine or a container's
  /// keeper.
  private static List<String> processesNaming(Path directory) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(directory + "/"))
        .toList();
  }

  @Test
  void aSecondLabOfTheSameNameOrNetworkIsRefusedWithARemedy() {
    LabPlan same = LabPlan.of(1).withoutPlatform().withoutEngines().in(test.directory());
    assertThatThrownBy(() -> LabUp.up(same.named(lab.name(), new Subnet("10.215.1")), said -> {}))
        .hasMessageContaining("troupe lab down");
    String prefix = one.address().substring(0, one.address().lastIndexOf('.'));
    assertThatThrownBy(() -> LabUp.up(same.named("other", new Subnet(prefix)), said -> {}))
        .hasMessageContaining("--subnet");
    assertThat(test.directory().resolve("other")).doesNotExist();
  }
}

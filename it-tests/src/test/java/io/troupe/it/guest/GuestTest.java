package io.troupe.it.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher of guests.
class GuestTest {
  @TempDir Path shared;

  @Test
  void runsACommandOverTheFilesOfThisMachineAndKeepsWhatIsShared() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Path file = Files.write(shared.resolve("noise"), noise);
    Path elsewhere = Path.of("/root/troupe-guest-test");
    String script =
        """
        cat %s
        uname -r > %s/kernel
        echo there > %s
        cat %s >&2
        ip link add probe type dummy && ipvsadm -A -t 10.9.9.9:80 -s rr && exit 7
        """
            .formatted(file, shared, elsewhere, elsewhere);

    Guest guest = Guest.run(shared, List.of("sh", "-c", script));

    assertThat(guest.exit()).as(guest.err()).isEqualTo(7);
    assertThat(guest.err()).isEqualTo("there\n");
    assertThat(guest.out().getBytes(ISO_8859_1)).isEqualTo(noise);
    assertThat(Files.readString(shared.resolve("kernel")))
        .isNotBlank()
        .isNotEqualTo(Files.readString(Path.of("/proc/sys/kernel/osrelease")));
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void endsACommandThatTakesTooLong() {
    Guest guest = Guest.limited(Duration.ofSeconds(5), shared, List.of("sleep", "1000"));
    assertThat(guest.exit()).isEqualTo(124);
    assertThat(guest.err()).contains("limit of 5 s");
  }

  @Test
  void leavesNothingBehindWhenTheLauncherIsKilled() throws Exception {
    Process launcher = launch();
    List<ProcessHandle> all = launcher.descendants().toList();
    launcher.destroyForcibly();
    awaitEndOf(all);
  }

  @Test
  void leavesNothingBehindWhenTheKernelIsKilled() throws Exception {
    Process launcher = launch();
    List<ProcessHandle> all = launcher.descendants().toList();
    all.stream().filter(GuestTest::isKernel).findFirst().orElseThrow().destroyForcibly();
    awaitEndOf(all);
    assertThat(launcher.waitFor()).isNotZero();
  }

  /// The kernel itself, not one of its helpers, which are its children.
  private static boolean isKernel(ProcessHandle process) {
    String name = process.info().command().orElse("");
    String parent = process.parent().flatMap(one -> one.info().command()).orElse("");
    return name.endsWith("linux.uml") && !parent.endsWith("linux.uml");
  }

  /// A launcher whose guest runs a command that does not end.
  private Process launch() throws Exception {
    Path begun = shared.resolve("begun");
    Process launcher = Guest.launch(shared, List.of("sh", "-c", "touch " + begun + "; sleep 999"));
    await().atMost(Duration.ofMinutes(4)).until(() -> Files.exists(begun));
    assertThat(launcher.descendants().filter(GuestTest::isKernel)).hasSize(1);
    return launcher;
  }

  private static void awaitEndOf(List<ProcessHandle> processes) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
  }
}

package io.troupe.it.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.cli.lab.LabUp;
import io.troupe.cli.lab.Machine;
import io.troupe.cli.lab.Subnet;
import io.troupe.it.Api;
import io.troupe.it.Distribution;
import io.troupe.it.Docker;
import io.troupe.it.TestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A lab of a test's own, with a name and addresses that no other has, which is gone afterwards.
final class TestLab implements AutoCloseable {
  private final Path directory;
  private final Subnet subnet;
  private final Lab lab;

  private TestLab(Path directory, Subnet subnet, Lab lab) {
    this.directory = directory;
    this.subnet = subnet;
    this.lab = lab;
  }

  /// Makes one, or skips the test where none can be made.
  static TestLab up(LabPlan plan) {
    return up(plan, placed -> placed);
  }

  /// The same for a plan that depends on where the lab is.
  ///
  /// @param placing is given the plan with the lab's own name and addresses
  static TestLab up(LabPlan plan, UnaryOperator<LabPlan> placing) {
    require(plan);
    int number = freeNumber();
    Path directory = directoryOf(number);
    LabPlan own =
        placing.apply(plan.named("it" + number, new Subnet("10.214." + number)).in(directory));
    // so that none is left when the tests are ended from outside
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory, own.name())));
    return new TestLab(directory, own.subnet(), LabUp.up(own, said -> {}));
  }

  private static void remove(Path directory, String name) {
    Lab.down(directory, name);
    try {
      Files.deleteIfExists(directory);
    } catch (IOException notEmpty) {
      throw new UncheckedIOException(notEmpty);
    }
  }

  /// Skips the test where no such lab can be made.
  static void require(LabPlan plan) {
    Optional<String> missing = Machine.lacks(plan);
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    System.setProperty("troupe.home", Distribution.command().getParent().getParent().toString());
  }

  /// A number that no other test of this machine has: whoever made its directory has it.
  private static int freeNumber() {
    List<Integer> numbers = new ArrayList<>(IntStream.range(1, 250).boxed().toList());
    Collections.shuffle(numbers);
    try {
      for (int number : numbers) {
        if (!Files.exists(Path.of("/sys/class/net/tl-it" + number)) && make(directoryOf(number))) {
          return number;
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    throw new IllegalStateException("remove " + directoryOf(1) + " and its like: all are taken");
  }

  private static boolean make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  /// Short, since sockets have their names in it.
  private static Path directoryOf(int number) {
    return Path.of("/tmp/troupe-lab" + number);
  }

  Lab lab() {
    return lab;
  }

  Path directory() {
    return directory;
  }

  /// The address at which all hosts reach this machine, whatever is cut.
  String machine() {
    return subnet.machine();
  }

  LabHost host(int number) {
    return lab.hosts().get(number - 1);
  }

  /// The API of a control member.
  Api api(LabHost host) {
    return new Api(lab.url(host), lab.token());
  }

  /// The Docker Engine of a host, reached past all cuts.
  Docker docker(LabHost host) {
    return Docker.at(lab.dockerHost(host));
  }

  /// Gives a host's Docker Engine the test images.
  void loadImages(LabHost host) {
    TestImage.ensure(lab.dockerHost(host));
  }

  /// What a command on a host came to.
  record Ran(int exit, String said) {
    String ok() {
      assertThat(exit).as(said).isZero();
      return said;
    }
  }

  /// Runs a command on a host.
  static Ran run(LabHost host, String... command) {
    try {
      Process process =
          new ProcessBuilder(host.command(List.of(command))).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ran(process.waitFor(), said);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// Whether a host hears another's answer within a second.
  static boolean reaches(LabHost from, LabHost to) {
    return run(from, "busybox", "ping", "-c", "1", "-W", "1", to.name()).exit() == 0;
  }

  @Override
  public void close() {
    Lab.down(directory, lab.name());
    assertThat(Lab.remains(directory, lab.name())).isEmpty();
    try {
      Files.delete(directory);
    } catch (IOException notEmpty) {
      throw new UncheckedIOException(notEmpty);
    }
  }
}

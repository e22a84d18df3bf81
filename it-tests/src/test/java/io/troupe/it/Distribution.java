package io.troupe.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The assembled distribution that the tests start: what Maven's package phase leaves in
/// `cli/target/troupe`, or the directory in system property `troupe.dist`.
public final class Distribution {
  private static final Path HOME =
      Path.of(System.getProperty("troupe.dist", "../cli/target/troupe"))
          .toAbsolutePath()
          .normalize();

  private Distribution() {}

  /// Its `troupe` command. Without one the test is skipped.
  public static Path command() {
    Path command = HOME.resolve("bin/troupe");
    assumeTrue(
        Files.isExecutable(command) && Files.exists(HOME.resolve("built")),
        () -> "needs the assembled distribution in " + HOME + " (mvn package makes it)");
    return command;
  }
}

package io.troupe.it.guest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;

/// Tests of another module, all in one guest: each is reported here as it went there.
///
/// @param module its directory beside this one
/// @param tests names of classes
record TestsInGuest(String module, List<String> tests) {
  /// Runs them, skipped where there can be no guest or the module is not compiled.
  ///
  /// @param reports an empty directory
  List<DynamicTest> run(Duration limit, Path reports) throws Exception {
    assumeTrue(
        Files.isDirectory(classes()),
        "needs the compiled tests of " + module + ": mvn -pl it-tests -am");
    Guest guest = Guest.limited(limit, reports, command(reports));
    return new GuestReport(guest, reports.resolve("TEST-junit-jupiter.xml")).tests(tests);
  }

  private Path classes() {
    return Path.of("..", module, "target/test-classes").toAbsolutePath().normalize();
  }

  private List<String> command(Path reports) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    // one processor and a short life: the small compiler is the faster one
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute"));
    command.addAll(List.of("--disable-banner", "--details=summary", "--fail-if-no-tests"));
    command.addAll(List.of("--reports-dir", reports.toString()));
    tests.forEach(test -> command.addAll(List.of("--select-class", test)));
    return command;
  }

  private String classPath() {
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return classes() + File.pathSeparator + own;
  }
}

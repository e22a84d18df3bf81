package io.troupe.it.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule finds the class that breaks it. The offenders are compiled here, in the packages that
/// the rules speak of, and are never part of anything.
class RulesCanFailTest {
  @TempDir private Path directory;

  private static Stream<Arguments> offenders() {
    return Stream.of(
        offender("CORE_KNOWS_NOBODY", "io.troupe.core.pod", using("io.troupe.actors.ControlPlane")),
        offender("NETLINK_KNOWS_NOBODY", "io.troupe.netlink.route", using("io.troupe.core.Ref")),
        offender(
            "PERSISTENCE_KNOWS_CORE",
            "io.troupe.persistence.codec",
            using("io.troupe.actors.Deciders")),
        offender(
            "ACTORS_KNOW_CORE_AND_PERSISTENCE",
            "io.troupe.actors.view",
            using("io.troupe.http.Fake")),
        offender(
            "NODE_KNOWS_CORE_NETLINK_AND_THE_SESSION",
            "io.troupe.node.pod",
            using("io.troupe.actors.ControlPlane")),
        offender(
            "HTTP_KNOWS_THE_FACADE",
            "io.troupe.http.pod",
            using("io.troupe.actors.entity.Outcome")),
        offender(
            "SQLITE_STAYS_BEHIND_PERSISTENCE",
            "io.troupe.http.pod",
            using("io.troupe.persistence.sqlite.SqliteStore")),
        offender(
            "NOBODY_KNOWS_THE_COMMAND_LINE", "io.troupe.http.pod", using("io.troupe.cli.Fake")),
        offender("USES_THE_JDK_ALONE", "io.troupe.core.pod", using("org.slf4j.Logger")),
        offender(
            "HAS_NO_CLOCK_AND_NO_DICE",
            "io.troupe.core.pod",
            "class Offender { long now() { return System.currentTimeMillis(); } }"),
        offender(
            "HAS_NO_CLOCK_AND_NO_DICE",
            "io.troupe.core.pod",
            "class Offender { Object now() { return java.time.Instant.now(); } }"),
        offender("HAS_NO_CLOCK_AND_NO_DICE", "io.troupe.core.pod", using("java.time.Clock")),
        offender(
            "HAS_NO_CLOCK_AND_NO_DICE",
            "io.troupe.core.pod",
            "class Offender { Object dice() { return new java.util.Random(); } }"),
        offender("STARTS_NO_THREADS", "io.troupe.core.pod", using("java.lang.Thread")),
        offender(
            "STARTS_NO_THREADS",
            "io.troupe.core.pod",
            using("java.util.concurrent.ExecutorService")),
        offender("DOES_NO_INPUT_AND_OUTPUT", "io.troupe.core.pod", using("java.nio.file.Path")),
        offender(
            "DOES_NO_INPUT_AND_OUTPUT",
            "io.troupe.core.pod",
            "class Offender { void ask() throws Exception { java.net.InetAddress.getByName(\"x\"); } }"),
        offender(
            "HAS_NO_STATE_OF_ITS_OWN", "io.troupe.core.pod", "class Offender { static int last; }"),
        offender("NAMES_SAY_SOMETHING", "io.troupe.actors", "class OffenderManager {}"),
        offender("NAMES_SAY_SOMETHING", "io.troupe.actors", "class AbstractOffender {}"),
        offender("NAMES_SAY_SOMETHING", "io.troupe.actors", "class DefaultOffender {}"),
        offender("NAMES_SAY_SOMETHING", "io.troupe.actors", "class OffenderUtils {}"),
        offender("NAMES_SAY_SOMETHING", "io.troupe.actors", "class OffenderImpl {}"),
        offender(
            "NOTHING_IS_INJECTED_INTO_FIELDS",
            "io.troupe.actors",
            "class Offender { @jakarta.inject.Inject Object field; }"),
        offender(
            "FIELDS_ARE_NOT_PUBLIC", "io.troupe.actors", "class Offender { public int open; }"),
        offender(
            "DAEMONS_DO_NOT_SLEEP",
            "io.troupe.actors",
            "class Offender { void nap() throws Exception { Thread.sleep(1); } }"),
        offender(
            "NOTHING_IS_PRINTED_BUT_BY_THE_COMMAND_LINE",
            "io.troupe.actors",
            "class Offender { void say() { System.out.println(); } }"),
        offender(
            "ACCESSORS_HAVE_NO_GET",
            "io.troupe.core.pod",
            "class Offender { int getIt() { return 1; } }"));
  }

  private static Arguments offender(String rule, String packageName, String source) {
    return Arguments.of(rule, packageName, source);
  }

  private static String using(String type) {
    return "class Offender { " + type + " known; }";
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("offenders")
  void theRuleFindsItsOffender(String rule, String packageName, String source) throws Exception {
    JavaClasses classes = compiled("package " + packageName + "; " + source);
    assertThat(Rules.ALL.get(rule).evaluate(classes).getFailureReport().getDetails())
        .isNotEmpty()
        .allMatch(line -> line.contains("Offender"));
  }

  @Test
  void everyRuleHasAnOffender() {
    assertThat(offenders().map(arguments -> arguments.get()[0]))
        .containsAll(List.copyOf(Rules.ALL.keySet()));
  }

  @Test
  void whatKeepsToTheRulesIsNotBlamed() throws Exception {
    JavaClasses classes =
        compiled(
            "package io.troupe.core.pod; record Offender(java.time.Instant at, int[] some) {"
                + " Object dice() { return new java.util.SplittableRandom(7); } }");
    for (Map.Entry<String, com.tngtech.archunit.lang.ArchRule> rule : Rules.ALL.entrySet()) {
      assertThat(
              rule.getValue()
                  .allowEmptyShould(true)
                  .evaluate(classes)
                  .getFailureReport()
                  .getDetails())
          .as(rule.getKey())
          .isEmpty();
    }
  }

  /// Compiles a source with stand-ins for what is not here.
  private JavaClasses compiled(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler).as("a JDK, not a JRE").isNotNull();
    List<Path> sources = new ArrayList<>();
    sources.add(write("Offender.java", source));
    sources.add(write("http/Fake.java", "package io.troupe.http; public class Fake {}"));
    sources.add(write("cli/Fake.java", "package io.troupe.cli; public class Fake {}"));
    sources.add(write("inject/Inject.java", "package jakarta.inject; public @interface Inject {}"));
    Path classes = Files.createDirectory(directory.resolve("classes"));
    StringWriter complaints = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of("-proc:none", "-d", classes.toString(), "-cp", classPath()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(done).as(complaints.toString()).isTrue();
    }
    try (Stream<Path> found = Files.walk(classes)) {
      return new ClassFileImporter()
          .importPaths(
              found.filter(file -> file.getFileName().toString().contains("Offender")).toList());
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private Path write(String name, String source) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, source);
  }
}

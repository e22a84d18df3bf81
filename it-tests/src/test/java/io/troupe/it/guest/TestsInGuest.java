package io.troupe.it.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

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
    Path report = reports.resolve("TEST-junit-jupiter.xml");
    assertThat(report).as("exit %d: %s%s", guest.exit(), guest.out(), guest.err()).exists();
    List<DynamicTest> all = new ArrayList<>();
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element one = (Element) cases.item(i);
      String type = one.getAttribute("classname");
      String name = type.substring(type.lastIndexOf('.') + 1) + " " + one.getAttribute("name");
      all.add(DynamicTest.dynamicTest(name, () -> tell(one)));
    }
    assertThat(all).as(guest.out()).hasSizeGreaterThan(20);
    return all;
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

  private static void tell(Element test) {
    String why = reason(test, "skipped");
    if (!why.isEmpty()) {
      abort(why);
    }
    String failure = reason(test, "failure") + reason(test, "error");
    if (!failure.isEmpty()) {
      fail(failure);
    }
  }

  private static String reason(Element test, String kind) {
    NodeList found = test.getElementsByTagName(kind);
    return found.getLength() == 0 ? "" : kind + ": " + found.item(0).getTextContent().strip();
  }
}

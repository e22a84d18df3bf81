package io.troupe.it.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/// That nothing that went wrong in a guest looks like a test that passed or was skipped.
class GuestReportTest {
  private static final String GOOD = "<testcase classname='a.OneTest' name='good()'/>";

  @TempDir Path directory;

  @Test
  void testsThatPassedPass() throws Throwable {
    List<DynamicTest> tests = report(0, GOOD).tests(List.of("a.OneTest"));
    assertThat(tests).hasSize(2);
    for (DynamicTest test : tests) {
      test.getExecutable().execute();
    }
  }

  @Test
  void aTestThatFailedFails() throws Exception {
    String failed =
        "<testcase classname='a.OneTest' name='bad()'><failure>expected 1</failure></testcase>";
    DynamicTest test = report(1, failed).tests(List.of("a.OneTest")).getFirst();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> test.getExecutable().execute())
        .withMessageContaining("expected 1");
  }

  @Test
  void aClassWithoutTestsFails() throws Exception {
    GuestReport report = report(0, GOOD);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> report.tests(List.of("a.OneTest", "a.OtherTest")))
        .withMessageContaining("a.OtherTest");
  }

  @Test
  void aLauncherThatFailedThoughNoTestDidFails() throws Exception {
    DynamicTest launcher = report(1, GOOD).tests(List.of("a.OneTest")).getLast();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> launcher.getExecutable().execute());
  }

  @Test
  void aGuestWithoutReportFails() {
    GuestReport report = new GuestReport(new Guest(124, "", "too late"), directory.resolve("none"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> report.tests(List.of("a.OneTest")))
        .withMessageContaining("too late");
  }

  @Test
  void aTestThatIsSkippedSinceTheGuestLacksSomethingFails() throws Exception {
    DynamicTest test = skipped("this kernel has no IPVS");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> test.getExecutable().execute())
        .withMessageContaining("no IPVS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrk is not installed", "this kernel has IPVS"})
  void aMissingProgramAndATestOfSmallerKernelsAreReasonsToSkip(String why) throws Exception {
    DynamicTest test = skipped(why);
    assertThatExceptionOfType(TestAbortedException.class)
        .isThrownBy(() -> test.getExecutable().execute());
  }

  private DynamicTest skipped(String why) throws Exception {
    String test = "<testcase classname='a.OneTest' name='a()'><skipped>%s</skipped></testcase>";
    return report(0, test.formatted("Assumption failed: " + why))
        .tests(List.of("a.OneTest"))
        .getFirst();
  }

  private GuestReport report(int exit, String cases) throws Exception {
    Path file = Files.writeString(directory.resolve("report.xml"), "<s>" + cases + "</s>");
    return new GuestReport(new Guest(exit, "", ""), file);
  }
}

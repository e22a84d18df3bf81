package io.troupe.it.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What the tests in a guest came to, by the report that JUnit's launcher leaves there.
///
/// A guest that has run is to have run the tests: none of a class at all, a launcher that fails
/// though no test did, and a test that is skipped because something is lacking, other than a
/// program, are failures here. What this machine lacks is asked before the guest is started; tests
/// of kernels that lack IPVS say that this one has it.
///
/// @param guest the launcher's end
/// @param report its file
record GuestReport(Guest guest, Path report) {
  private static final Pattern MAY_SKIP =
      Pattern.compile("\\S+ is not installed|this kernel has (?!no )");

  /// A test for each one there, and one for the launcher.
  ///
  /// @param classes each of which must have tests
  List<DynamicTest> tests(List<String> classes) throws Exception {
    assertThat(report).as("exit %d: %s%s", guest.exit(), guest.out(), guest.err()).exists();
    List<Element> cases = cases();
    assertThat(cases.stream().map(one -> one.getAttribute("classname")).distinct())
        .as("classes that have run: %s", guest.out())
        .containsAll(classes);
    List<DynamicTest> all = new ArrayList<>();
    for (Element one : cases) {
      String type = one.getAttribute("classname");
      String name = type.substring(type.lastIndexOf('.') + 1) + " " + one.getAttribute("name");
      all.add(DynamicTest.dynamicTest(name, () -> tell(one)));
    }
    boolean failed = cases.stream().anyMatch(one -> !failure(one).isEmpty());
    all.add(
        DynamicTest.dynamicTest(
            "the launcher",
            () ->
                assertThat(guest.exit())
                    .as("%s%s", guest.out(), guest.err())
                    .isEqualTo(failed ? 1 : 0)));
    return all;
  }

  private List<Element> cases() throws Exception {
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    List<Element> cases = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      cases.add((Element) found.item(i));
    }
    return cases;
  }

  private static void tell(Element test) {
    String failure = failure(test);
    if (!failure.isEmpty()) {
      fail(failure);
    }
    String why = reason(test, "skipped");
    if (MAY_SKIP.matcher(why).find()) {
      abort(why);
    }
    assertThat(why).as("nothing is lacking in a guest").isEmpty();
  }

  private static String failure(Element test) {
    return reason(test, "failure") + reason(test, "error");
  }

  private static String reason(Element test, String kind) {
    NodeList found = test.getElementsByTagName(kind);
    return found.getLength() == 0 ? "" : kind + ": " + found.item(0).getTextContent().strip();
  }
}

package io.troupe.node.sim;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How containers of a simulated image behave, read from its reference:
///
/// | reference | behaviour |
/// |---|---|
/// | `sim/missing…` | cannot be pulled |
/// | `sim/exit:3` | ends at once with code 3 |
/// | `sim/broken…` | cannot be started |
/// | `sim/slow:200` | takes 200 ms to start |
/// | `sim/stubborn…` | ignores the stop signal, ends only when killed |
/// | `sim/echo:a-b` | prints the lines `a` and `b` |
/// | anything else | starts at once and runs |
///
/// @param exitCode absent when it runs on
record SimScript(
    boolean pullable,
    boolean startable,
    Duration startDelay,
    @Nullable Integer exitCode,
    boolean stubborn,
    List<String> lines) {
  private static final Pattern FORM =
      Pattern.compile("(?:.*/)?sim/([a-z]+)[^:@]*(?::([A-Za-z0-9_.-]+))?.*");

  static SimScript of(String reference) {
    Matcher matcher = FORM.matcher(reference);
    String verb = matcher.matches() ? matcher.group(1) : "";
    String word = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
    return new SimScript(
        !verb.equals("missing"),
        !verb.equals("broken"),
        Duration.ofMillis(verb.equals("slow") ? number(word, 100) : 0),
        verb.equals("exit") ? (Integer) number(word, 0) : null,
        verb.equals("stubborn"),
        verb.equals("echo") ? List.of(word.split("-")) : List.of());
  }

  private static int number(String word, int otherwise) {
    return word.matches("[0-9]{1,6}") ? Integer.parseInt(word) : otherwise;
  }
}

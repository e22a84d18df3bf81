package io.troupe.simulator.planted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A planted bug: a unified diff over the sources of the product, with a head that says what it
/// models.
///
/// @param name of its file, without the ending
/// @param models which real bug it is like
/// @param invariants that may find it, the usual one first
/// @param seed that has found it before, where to begin when time is short
public record Patch(
    String name, String models, List<String> invariants, long seed, Map<String, List<Hunk>> files) {
  private static final int FARTHEST = 400;

  /// One place of a file.
  ///
  /// @param line where it was when the patch was made, from 1
  public record Hunk(int line, List<String> before, List<String> after) {}

  public Patch {
    invariants = List.copyOf(invariants);
  }

  /// Reads a patch file.
  public static Patch read(String name, String text) {
    String models = "";
    List<String> invariants = List.of();
    long seed = 0;
    Map<String, List<Hunk>> files = new LinkedHashMap<>();
    List<Hunk> hunks = new ArrayList<>();
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# models: ")) {
        models = line.substring(10);
      } else if (line.startsWith("# found by: ")) {
        invariants = List.of(line.substring(12).split(", *"));
      } else if (line.startsWith("# seed: ")) {
        seed = Long.parseLong(line.substring(8).strip());
      } else if (line.startsWith("+++ ")) {
        hunks = new ArrayList<>();
        files.put(line.substring(4).replaceFirst("^b/", "").strip(), hunks);
      } else if (line.startsWith("@@ ")) {
        before = new ArrayList<>();
        after = new ArrayList<>();
        hunks.add(new Hunk(start(line), before, after));
      } else if (!hunks.isEmpty() && !line.startsWith("--- ")) {
        if (!line.startsWith("+")) {
          before.add(line.isEmpty() ? "" : line.substring(1));
        }
        if (!line.startsWith("-")) {
          after.add(line.isEmpty() ? "" : line.substring(1));
        }
      }
    }
    if (models.isEmpty() || invariants.isEmpty() || files.isEmpty()) {
      throw new IllegalArgumentException(
          name + " needs lines '# models: …' and '# found by: …' and a unified diff");
    }
    return new Patch(name, models, invariants, seed, files);
  }

  private static int start(String line) {
    String numbers = line.substring(line.indexOf('-') + 1);
    return Integer.parseInt(numbers.substring(0, numbers.indexOf(',')));
  }

  /// The patched sources.
  ///
  /// @param sources gives the text of a file
  /// @throws IllegalStateException when the patch does not apply any more
  public Map<String, String> apply(UnaryOperator<String> sources) {
    Map<String, String> patched = new LinkedHashMap<>();
    files.forEach((file, hunks) -> {
      List<String> lines = new ArrayList<>(sources.apply(file).lines().toList());
      int shift = 0;
      for (Hunk hunk : hunks) {
        int at = find(lines, hunk, hunk.line() - 1 + shift);
        if (at < 0) {
          throw new IllegalStateException(
              "%s does not apply to %s any more; make it anew".formatted(name, file));
        }
        lines.subList(at, at + hunk.before().size()).clear();
        lines.addAll(at, hunk.after());
        shift = at - (hunk.line() - 1) + hunk.after().size() - hunk.before().size();
      }
      patched.put(file, String.join("\n", lines) + "\n");
    });
    return patched;
  }

  private static int find(List<String> lines, Hunk hunk, int expected) {
    for (int distance = 0; distance < FARTHEST; distance++) {
      for (int at : new int[] {expected + distance, expected - distance}) {
        if (at >= 0
            && at + hunk.before().size() <= lines.size()
            && lines.subList(at, at + hunk.before().size()).equals(hunk.before())) {
          return at;
        }
      }
    }
    return -1;
  }
}

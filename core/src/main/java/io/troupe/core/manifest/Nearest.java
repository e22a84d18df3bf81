package io.troupe.core.manifest;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody who mistyped probably meant.
final class Nearest {
  private Nearest() {}

  /// The known word that is least edits away, when it is near enough to be meant.
  static Optional<String> of(String word, Collection<String> known) {
    String folded = word.toLowerCase(Locale.ROOT);
    int bound = Math.max(2, folded.length() / 3);
    String best = null;
    int least = bound + 1;
    for (String candidate : known) {
      int edits = edits(folded, candidate.toLowerCase(Locale.ROOT));
      if (edits < least && edits < candidate.length()) {
        best = candidate;
        least = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /// What to tell somebody who wrote a word that is not known.
  static String remedy(String word, Collection<String> known) {
    return of(word, known)
        .map(near -> "did you mean `" + near + "`?")
        .orElseGet(() -> known.isEmpty() ? "remove it" : "known here: " + String.join(", ", known));
  }

  /// Insertions, deletions, substitutions and swaps of neighbours.
  private static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}

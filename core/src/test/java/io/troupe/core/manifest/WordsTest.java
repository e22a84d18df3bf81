package io.troupe.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @Test
  void splitsAtAnyNumberOfBlanks() {
    assertThat(Words.split("  nginx   -g\tx ")).containsExactly("nginx", "-g", "x");
    assertThat(Words.split("")).isEmpty();
  }

  @Test
  void quotesKeepBlanksAndEmptyWords() {
    assertThat(Words.split("sh -c \"echo 'hi there'\" '' a'b c'd"))
        .containsExactly("sh", "-c", "echo 'hi there'", "", "ab cd");
  }

  @Test
  void aBackslashKeepsWhatWouldEndAWordAndIsKeptItselfElsewhere() {
    assertThat(Words.split("a\\ b \"c\\\"d\" '\\n' e\\nf \\\\"))
        .containsExactly("a b", "c\"d", "\\n", "e\\nf", "\\");
  }

  @Test
  void anOpenQuoteIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Words.split("a \"b"));
  }

  @Test
  void aJoinedLineQuotesOnlyWhatNeedsIt() {
    assertThat(Words.join(List.of("sh", "-c", "echo hi; sleep 1", "", "it's")))
        .isEqualTo("sh -c 'echo hi; sleep 1' '' \"it's\"");
    assertThat(Words.join(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheWordsAreTheJoinedLineIsSplitIntoThemAgain(long seed) {
    String letters = "ab \t\n\"'\\$;ä";
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<String> words =
          Stream.generate(() -> word(random, letters)).limit(random.nextInt(5)).toList();
      assertThat(Words.split(Words.join(words))).isEqualTo(words);
    }
  }

  private static String word(Random random, String letters) {
    return random
        .ints(random.nextInt(7), 0, letters.length())
        .mapToObj(at -> letters.substring(at, at + 1))
        .collect(Collectors.joining());
  }
}

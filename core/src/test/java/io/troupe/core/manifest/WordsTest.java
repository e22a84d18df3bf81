package io.troupe.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

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
}

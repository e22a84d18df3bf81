package io.troupe.core.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of a command line, as a shell splits them, without any expansion: at blanks, except
/// within single or double quotes; a backslash keeps a quote, blank or backslash after it.
public final class Words {
  private static final Pattern PLAIN = Pattern.compile("[^\\s\"'\\\\]+");
  private static final String ESCAPABLE = "\"'\\ ";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;

  private Words(String line) {
    this.line = line;
  }

  /// The words of a line.
  ///
  /// @throws IllegalArgumentException with a message for the user when a quote is left open
  static List<String> split(String line) {
    return new Words(line).split();
  }

  /// A line that is split into these words, quoted where they would not stay whole otherwise.
  public static String join(List<String> words) {
    return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    return word.indexOf('\'') < 0
        ? "'" + word + "'"
        : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private List<String> split() {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (escapes(i, quote)) {
        take(line.charAt(++i));
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          take(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (Character.isWhitespace(c)) {
        end();
      } else {
        take(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the quote " + quote + " is never closed");
    }
    end();
    return words;
  }

  private boolean escapes(int at, char quote) {
    return line.charAt(at) == '\\'
        && quote != '\''
        && at + 1 < line.length()
        && ESCAPABLE.indexOf(line.charAt(at + 1)) >= 0;
  }

  private void take(char c) {
    word.append(c);
    begun = true;
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }
}

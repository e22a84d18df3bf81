package io.troupe.cli.output;

/// How an answer is printed, by the words of `-o`.
public enum Format {
  table,
  wide,
  json,
  yaml;

  /// Whether a program is to read it.
  public boolean isData() {
    return this == json || this == yaml;
  }
}

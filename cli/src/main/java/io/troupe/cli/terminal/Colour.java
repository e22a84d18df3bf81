package io.troupe.cli.terminal;

/// The few colours in use, by what they mean.
public enum Colour {
  GOOD("32"),
  WARN("33"),
  BAD("31"),
  FAINT("2"),
  STRONG("1");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String wrap(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}

package io.troupe.cli.output;

import io.troupe.cli.terminal.Failure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times as people read and write them: `5m`, `3h`, `2026-11-23T08:00:00Z`.
public final class Ages {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  private Ages() {}

  /// How long ago a time was, in its two largest units at most; empty for no time.
  public static String age(String time, Instant now) {
    Instant then = instant(time);
    if (then == null || time.startsWith("0001-")) {
      return "";
    }
    return of(Duration.between(then, now));
  }

  /// A span in its two largest units at most.
  public static String of(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 600) {
      return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    if (seconds < 3 * 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  /// A time down to the millisecond, as events are listed.
  public static String moment(String time) {
    Instant then = instant(time);
    return then == null ? time : then.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /// Reads an amount of time: `500ms`, `90s`, `5m`, `2h`, `7d`.
  public static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw Failure.usage("'" + text + "' is no length of time: write 500ms, 90s, 5m, 2h or 7d");
    }
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// Reads a moment: a time, or how long ago.
  public static String since(String text, Instant now) {
    if (AMOUNT.matcher(text).matches()) {
      return now.minus(duration(text)).toString();
    }
    Instant at = instant(text);
    if (at == null) {
      throw Failure.usage(
          "'" + text + "' is no time: write it as 2026-11-23T08:00:00Z, or how long ago as 10m");
    }
    return at.toString();
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException bad) {
      return null;
    }
  }
}

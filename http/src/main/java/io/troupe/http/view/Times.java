package io.troupe.http.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/// Times as clients read them: RFC 3339 in UTC, with as many digits as it takes.
public final class Times {
  /// What stands for a time that is not known.
  public static final String ZERO = "0001-01-01T00:00:00Z";

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private Times() {}

  public static String text(@Nullable Instant at) {
    return at == null ? ZERO : FORM.format(at);
  }
}

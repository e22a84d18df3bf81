package io.troupe.persistence.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Instants and durations: in binary the nanoseconds as one integer (since 1970 for an instant), in
/// text, and for what does not fit, the ISO form. Reading takes either.
final class Times {
  private static final long NANOS = 1_000_000_000L;

  /// Seconds whose nanoseconds fit into a `long` with room for the fraction.
  private static final long LIMIT = Long.MAX_VALUE / NANOS - 1;

  private Times() {}

  static void write(Instant instant, JsonGenerator out) throws IOException {
    write(instant.getEpochSecond(), instant.getNano(), instant, out);
  }

  static void write(Duration duration, JsonGenerator out) throws IOException {
    write(duration.getSeconds(), duration.getNano(), duration, out);
  }

  private static void write(long seconds, int nanos, Object value, JsonGenerator out)
      throws IOException {
    if (out.canWriteBinaryNatively() && Math.abs(seconds) < LIMIT) {
      out.writeNumber(seconds * NANOS + nanos);
    } else {
      out.writeString(value.toString());
    }
  }

  static void write(Object value, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    switch (value) {
      case Instant instant -> write(instant, out);
      case Duration duration -> write(duration, out);
      default -> provider.reportMappingProblem("neither instant nor duration: %s", value);
    }
  }

  static Instant instant(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      long nanos = in.getLongValue();
      return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
    return Instant.parse(in.getText());
  }

  static Duration duration(JsonParser in) throws IOException {
    return in.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? Duration.ofNanos(in.getLongValue())
        : Duration.parse(in.getText());
  }
}

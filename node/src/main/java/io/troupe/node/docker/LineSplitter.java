package io.troupe.node.docker;

import io.troupe.node.container.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;

/// Puts the engine's frames of one stream together to lines. The engine sends a line of more than
/// 16 KiB in several frames, each with the time before it and only the last with a line end.
final class LineSplitter {
  /// A line longer than this is handed on in pieces.
  private static final int LONGEST = 1 << 20;

  private final String stream;
  private final Consumer<LogLine> lines;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private Instant at = Instant.EPOCH;

  LineSplitter(String stream, Consumer<LogLine> lines) {
    this.stream = stream;
    this.lines = lines;
  }

  void add(byte[] frame) {
    int from = 0;
    while (from < frame.length) {
      int end = from;
      while (end < frame.length && frame[end] != '\n') {
        end++;
      }
      int begin = afterTime(frame, from, end);
      text.write(frame, begin, end - begin);
      if (end < frame.length || text.size() > LONGEST) {
        emit();
      }
      from = end + 1;
    }
  }

  /// Hands on what has no line end.
  void end() {
    if (text.size() > 0) {
      emit();
    }
  }

  private int afterTime(byte[] frame, int from, int end) {
    int blank = from;
    while (blank < end && frame[blank] != ' ') {
      blank++;
    }
    try {
      String time = new String(frame, from, blank - from, StandardCharsets.US_ASCII);
      Instant instant = OffsetDateTime.parse(time).toInstant();
      if (text.size() == 0) {
        at = instant;
      }
      return Math.min(end, blank + 1);
    } catch (DateTimeParseException e) {
      return from;
    }
  }

  private void emit() {
    String line = text.toString(StandardCharsets.UTF_8);
    text.reset();
    lines.accept(
        new LogLine(at, stream, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line));
  }
}

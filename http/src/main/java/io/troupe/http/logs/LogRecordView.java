package io.troupe.http.logs;

import io.troupe.actors.session.LogChunk;
import io.troupe.core.Ref;
import io.troupe.http.view.Times;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a log, as the clients of the old API read it.
///
/// @param tag `stdout` or `stderr`
public record LogRecordView(
    String message,
    String containerId,
    String containerName,
    String containerType,
    String selflink,
    @Nullable String containerCreated,
    String tag,
    @Nullable Map<String, String> extra,
    String host,
    String timestamp) {
  static LogRecordView of(Ref pod, String node, LogChunk.Line line) {
    return new LogRecordView(
        line.text(),
        line.containerId(),
        line.container(),
        "",
        pod.link(),
        null,
        line.stream(),
        null,
        node,
        Times.text(line.at()));
  }
}

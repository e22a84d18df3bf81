package io.troupe.http.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.util.RawValue;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.http.view.Times;
import io.troupe.persistence.codec.Codec;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.history.LogEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One event of the log.
///
/// @param request the API request that began it, left out when none did
/// @param parent the event that led to it, left out at the beginning of a chain
/// @param type as in `pod.PodAssigned`
/// @param text what happened, in a sentence
/// @param event what is stored
@JsonInclude(Include.NON_NULL)
public record EventView(
    long revision,
    ResourceView resource,
    long seq,
    String at,
    String principal,
    @Nullable String request,
    @Nullable ParentView parent,
    String type,
    String text,
    RawValue event) {
  /// A resource by kind and link.
  public record ResourceView(String kind, String selfLink) {
    public static ResourceView of(Ref ref) {
      return new ResourceView(ref.kind().label(), ref.link());
    }
  }

  /// The place of an event in its resource's log.
  public record ParentView(String kind, String selfLink, long seq) {}

  public static EventView of(LogEntry entry, Codecs codecs) {
    Recorded<?> recorded = entry.recorded();
    Ref resource = entry.id().resource();
    EventId parent = recorded.cause().parent();
    return new EventView(
        entry.revision(),
        ResourceView.of(resource),
        entry.id().seq(),
        Times.text(recorded.at()),
        recorded.cause().principal(),
        recorded.cause().request(),
        parent == null
            ? null
            : new ParentView(
                parent.resource().kind().label(), parent.resource().link(), parent.seq()),
        codecs.vocabulary().id(recorded.event().getClass()),
        Telling.of(resource, recorded.event()),
        raw(codecs.json(), recorded.event()));
  }

  static RawValue raw(Codec json, Object value) {
    return new RawValue(new String(json.write(value), StandardCharsets.UTF_8));
  }
}

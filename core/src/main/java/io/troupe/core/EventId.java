package io.troupe.core;

/// The place of one event in the log: the resource and the event's number in that resource's own
/// log, counted from 1 without gaps.
public record EventId(Ref resource, long seq) {
  public EventId {
    if (seq < 1) {
      throw new IllegalArgumentException("sequence numbers start at 1, not " + seq);
    }
  }

  @Override
  public String toString() {
    return resource + "#" + seq;
  }
}

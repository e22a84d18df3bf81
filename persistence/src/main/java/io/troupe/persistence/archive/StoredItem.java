package io.troupe.persistence.archive;

/// Something that is stored of one resource, as its serializer wrote it.
public sealed interface StoredItem {
  String persistenceId();

  long seq();

  /// When, in microseconds since 1970.
  long at();

  Payload payload();

  /// An event.
  ///
  /// @param writer the incarnation of the actor that wrote it
  record StoredEvent(String persistenceId, long seq, long at, String writer, Payload payload)
      implements StoredItem {}

  /// A snapshot.
  ///
  /// @param seq the last event that went into it
  record StoredSnapshot(String persistenceId, long seq, long at, Payload payload)
      implements StoredItem {}

  /// @param serializer the id of Akka's serializer
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Payload(int serializer, String manifest, byte[] bytes) {}
}

package io.troupe.persistence.archive;

import io.troupe.persistence.archive.StoredItem.StoredEvent;
import io.troupe.persistence.archive.StoredItem.StoredSnapshot;
import java.util.List;
import java.util.function.Consumer;

/// A storage as a whole, to be read out or filled. Calls wait for the storage.
public interface Archive {
  /// What a person calls it.
  String name();

  /// Whether it holds no event and no snapshot of a resource.
  boolean isEmpty();

  /// Whether it was begun to be filled and never finished, so that filling it may begin again.
  boolean isUnfinished();

  /// All events of resources in the order of their time, those of one resource in their order.
  void events(Consumer<StoredEvent> consumer);

  /// The latest snapshot of each resource.
  void snapshots(Consumer<StoredSnapshot> consumer);

  /// Notes that filling begins. Nobody is to use the storage before [#finish()].
  void begin();

  /// Stores events, which come in the order of [#events(Consumer)]. Storing one again changes
  /// nothing.
  void storeEvents(List<StoredEvent> events);

  /// Stores snapshots.
  void storeSnapshots(List<StoredSnapshot> snapshots);

  /// Notes that it is filled.
  void finish();
}

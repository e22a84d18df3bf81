package io.troupe.persistence.cassandra;

import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import io.troupe.core.Ref;
import io.troupe.persistence.archive.StoredItem.Payload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what the plugin has stored.
final class Payloads {
  private final Serialization serialization;

  Payloads(ExtendedActorSystem system) {
    serialization = SerializationExtension.get(system);
  }

  /// The object in a row's columns `ser_id`, `ser_manifest` and the one named.
  Object read(Row row, String column) {
    Payload raw = raw(row, column);
    return serialization.deserialize(raw.bytes(), raw.serializer(), raw.manifest()).get();
  }

  /// The same as it was written.
  static Payload raw(Row row, String column) {
    return new Payload(
        row.getInt("ser_id"),
        Objects.requireNonNullElse(row.getString("ser_manifest"), ""),
        Bytes.getArray(Objects.requireNonNull(row.getByteBuffer(column), column)));
  }

  /// The resource with this persistence id; null when it is none of a resource.
  static @Nullable Ref resource(@Nullable String persistenceId) {
    try {
      return persistenceId == null ? null : Ref.parse(persistenceId);
    } catch (IllegalArgumentException notAResource) {
      return null;
    }
  }
}

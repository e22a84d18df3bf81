package io.troupe.persistence.sqlite;

import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;

/// An object as its Akka serializer wrote it.
///
/// @param serializer the id of the serializer
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
record Stored(int serializer, String manifest, byte[] bytes) {

  /// Writes and reads objects with the serializers of one actor system.
  static final class Form {
    private final Serialization serialization;

    Form(ExtendedActorSystem system) {
      this.serialization = SerializationExtension.get(system);
    }

    /// Throws whatever the object's serializer throws, checked exceptions undeclared.
    Stored write(Object value) {
      byte[] bytes = serialization.serialize(value).get();
      Serializer serializer = serialization.findSerializerFor(value);
      return new Stored(serializer.identifier(), Serializers.manifestFor(serializer, value), bytes);
    }

    Object read(Stored stored) {
      return serialization
          .deserialize(stored.bytes(), stored.serializer(), stored.manifest())
          .get();
    }
  }
}

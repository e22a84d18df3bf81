package io.troupe.persistence.codec;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import io.troupe.core.Event;
import io.troupe.core.Recorded;

/// Carries events in their envelope into the journal. The manifest is the event's id, as in
/// `pod.PodPlaced`, so the payload need not repeat it.
public final class RecordedSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 740_001;

  private final Codecs codecs;

  /// Called by Akka.
  public RecordedSerializer(ExtendedActorSystem system) {
    codecs = Codecs.of(system);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return codecs.vocabulary().id(recorded(value).event().getClass());
  }

  @Override
  public byte[] toBinary(Object value) {
    return codecs.cbor().writeRecorded(recorded(value));
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    Class<? extends Event> event =
        codecs.vocabulary().type(Event.class, manifest).asSubclass(Event.class);
    return codecs.cbor().readRecorded(bytes, event);
  }

  private static Recorded<?> recorded(Object value) {
    if (value instanceof Recorded<?> recorded) {
      return recorded;
    }
    throw new IllegalArgumentException(value.getClass().getName() + " is not a recorded event");
  }
}

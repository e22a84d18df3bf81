package io.troupe.persistence.codec;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import java.util.Locale;

/// Carries states into snapshots, and commands, events and [Wire] messages between members. The
/// manifest is the marker and the id, as in `state/pod.Running`.
public final class DomainSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 740_002;

  private final Codecs codecs;

  /// Called by Akka.
  public DomainSerializer(ExtendedActorSystem system) {
    codecs = Codecs.of(system);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    Class<?> type =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    for (Class<?> marker : Vocabulary.MARKERS) {
      if (marker.isInstance(value)) {
        return label(marker) + "/" + codecs.vocabulary().id(type);
      }
    }
    throw new IllegalArgumentException(
        type.getName() + " implements none of Event, State, Command and Wire");
  }

  @Override
  public byte[] toBinary(Object value) {
    return codecs.cbor().write(value);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    int slash = manifest.indexOf('/');
    for (Class<?> marker : Vocabulary.MARKERS) {
      if (slash > 0 && label(marker).equals(manifest.substring(0, slash))) {
        Class<?> type = codecs.vocabulary().type(marker, manifest.substring(slash + 1));
        return codecs.cbor().read(bytes, type);
      }
    }
    throw new IllegalArgumentException("not a manifest of the domain: '" + manifest + "'");
  }

  private static String label(Class<?> marker) {
    return marker.getSimpleName().toLowerCase(Locale.ROOT);
  }
}

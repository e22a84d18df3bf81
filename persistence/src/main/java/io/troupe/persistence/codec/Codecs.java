package io.troupe.persistence.codec;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;

/// The codecs of one actor system, made once from its configured vocabulary.
public final class Codecs implements Extension {
  private static final Id ID = new Id();

  private final Vocabulary vocabulary;
  private final Codec cbor;
  private final Codec json;

  private Codecs(ExtendedActorSystem system) {
    vocabulary = Vocabulary.from(system.settings().config());
    cbor = Codec.cbor(vocabulary, () -> ActorRefResolver.get(Adapter.toTyped(system)));
    json = Codec.json(vocabulary);
  }

  /// The codecs of this system.
  public static Codecs of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /// The families listed in `troupe.vocabulary`.
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /// The form for the journal and for the wire, actor references included.
  public Codec cbor() {
    return cbor;
  }

  /// The form for views.
  public Codec json() {
    return json;
  }

  private static final class Id extends AbstractExtensionId<Codecs> {
    @Override
    public Codecs createExtension(ExtendedActorSystem system) {
      return new Codecs(system);
    }
  }
}

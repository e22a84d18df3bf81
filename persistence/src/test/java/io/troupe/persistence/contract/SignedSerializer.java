package io.troupe.persistence.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializerWithStringManifest;

/// Writes a [Signed] by hand.
public final class SignedSerializer extends SerializerWithStringManifest {
  private final ExtendedActorSystem system;

  /// Called by Akka.
  public SignedSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return 666;
  }

  @Override
  public String manifest(Object value) {
    return "signed-v1";
  }

  @Override
  public byte[] toBinary(Object value) {
    Signed signed = (Signed) value;
    return (Serialization.serializedActorPath(signed.signer()) + "\n" + signed.text())
        .getBytes(UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals("signed-v1")) {
      throw new IllegalArgumentException("unexpected manifest '" + manifest + "'");
    }
    String[] lines = new String(bytes, UTF_8).split("\n", 2);
    return new Signed(system.provider().resolveActorRef(lines[0]), lines[1]);
  }
}

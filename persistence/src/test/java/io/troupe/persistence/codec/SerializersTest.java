package io.troupe.persistence.codec;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Recorded;
import io.troupe.persistence.sample.ShipCommand.Sail;
import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import io.troupe.persistence.sample.ShipMessage.Answer;
import io.troupe.persistence.sample.ShipMessage.Order;
import io.troupe.persistence.sample.ShipState.Afloat.AtSea;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerializersTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  troupe.vocabulary {
                    ship-events = "io.troupe.persistence.sample.ShipEvent"
                    ship-states = "io.troupe.persistence.sample.ShipState"
                    ship-commands = "io.troupe.persistence.sample.ShipCommand"
                    ship-messages = "io.troupe.persistence.sample.ShipMessage"
                  }
                  """)
              .withFallback(ConfigFactory.load()));

  private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  static Stream<Object> values() {
    return Stream.of(
        new Recorded<>(Instant.EPOCH, Cause.by("alice"), new Sunk("wind")),
        new Sunk("wind"),
        new AtSea(new Name("Vasa")),
        new Sail("Kiel"),
        new Answer(true),
        new Order<>(Cause.by("alice"), new Sail("Kiel"), KIT.<Answer>createTestProbe().ref()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyKindOfValueTravels(Object value) {
    byte[] bytes = SERIALIZATION.serialize(value).get();
    var serializer = SERIALIZATION.findSerializerFor(value);
    Object back =
        SERIALIZATION
            .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, value))
            .get();
    assertThat(back).isEqualTo(value);
  }

  @Test
  void manifestsAreTheStoredNames() {
    assertThat(manifest(new Recorded<>(Instant.EPOCH, Cause.by("alice"), new Sunk("wind"))))
        .isEqualTo("sample.Sunk");
    assertThat(manifest(new AtSea(new Name("Vasa")))).isEqualTo("state/sample.AtSea");
    assertThat(manifest(new Answer(true))).isEqualTo("wire/sample.Answer");
  }

  private static String manifest(Object value) {
    return Serializers.manifestFor(SERIALIZATION.findSerializerFor(value), value);
  }
}

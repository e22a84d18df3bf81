package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.sample.Commands;
import io.troupe.actors.sample.Events;
import io.troupe.actors.sample.Messages;
import io.troupe.actors.sample.States;
import io.troupe.actors.session.SessionMessage.Watch;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two builds in one cluster: what the next one adds to a message, this one passes over; what it
/// asks of an older one, is understood without it.
class OtherBuildsTest {
  private static final ActorTestKit KIT = ActorTestKit.create("builds", ConfigFactory.load());
  private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());
  private static final ObjectMapper CBOR = new CBORMapper();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static List<Object> samples() {
    return Stream.<List<?>>of(
            Events.NAMESPACE,
            Events.SERVICE_EVENTS,
            Events.DEPLOYMENT,
            Events.POD_EVENTS,
            Events.NODE,
            Events.POOL,
            States.ALL,
            Commands.ALL,
            new Messages(KIT).all())
        .<Object>flatMap(List::stream)
        .toList();
  }

  private static SerializerWithStringManifest serializer(Object value) {
    return (SerializerWithStringManifest) SERIALIZATION.findSerializerFor(value);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aComponentThatALaterBuildHasAddedIsPassedOver(Object sample) throws IOException {
    SerializerWithStringManifest serializer = serializer(sample);
    JsonNode written = CBOR.readTree(serializer.toBinary(sample));
    if (written instanceof ObjectNode object) {
      object.put("addedLater", "?");
      object.putObject("alsoAddedLater").put("deep", 1);
      byte[] later = CBOR.writeValueAsBytes(object);
      assertThat(serializer.fromBinary(later, serializer.manifest(sample))).isEqualTo(sample);
    } else {
      assertThat(written.isValueNode()).as("a scalar has no components").isTrue();
    }
  }

  @Test
  void aNodeIsWatchedForABuildThatDoesNotSayHowLongItWasSilent() throws IOException {
    Watch watch = new Watch(0);
    SerializerWithStringManifest serializer = serializer(watch);
    byte[] earlier = CBOR.writeValueAsBytes(CBOR.createObjectNode());
    assertThat(serializer.fromBinary(earlier, serializer.manifest(watch))).isEqualTo(watch);
  }
}

package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.sample.Commands;
import io.troupe.actors.sample.Events;
import io.troupe.actors.sample.Messages;
import io.troupe.actors.sample.States;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.State;
import io.troupe.persistence.codec.Codec;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.codec.Vocabulary;
import io.troupe.persistence.codec.Wire;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is stored or sent comes back as it was. A type that is added to a family in
/// `troupe.vocabulary` without a sample of it fails here.
class EveryMessageTravelsTest {
  private static final ActorTestKit KIT = ActorTestKit.create("samples", ConfigFactory.load());
  private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());
  private static final Codecs CODECS = Codecs.of(KIT.system());

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static List<Event> events() {
    return Stream.<List<? extends Event>>of(
            Events.NAMESPACE,
            Events.SERVICE_EVENTS,
            Events.DEPLOYMENT,
            Events.POD_EVENTS,
            Events.NODE,
            Events.POOL)
        .<Event>flatMap(List::stream)
        .toList();
  }

  private static List<Object> samples() {
    return Stream.<List<?>>of(events(), States.ALL, Commands.ALL, new Messages(KIT).all())
        .<Object>flatMap(List::stream)
        .toList();
  }

  private static List<Class<?>> families() throws ClassNotFoundException {
    List<Class<?>> families = new java.util.ArrayList<>();
    for (Object name :
        ConfigFactory.load().getConfig("troupe.vocabulary").root().unwrapped().values()) {
      families.add(Class.forName(name.toString()));
    }
    return families;
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyTypeOfAFamilyHasASample(Class<?> family) {
    List<Class<?>> sampled = samples().stream().<Class<?>>map(Object::getClass).toList();
    assertThat(Vocabulary.concrete(family))
        .allSatisfy(type -> assertThat(sampled).as("a sample of " + type).contains(type));
  }

  @Test
  void everyFamilyIsOfAKnownKind() throws Exception {
    assertThat(families())
        .isNotEmpty()
        .allMatch(family ->
            Stream.of(Event.class, State.class, Command.class, Wire.class)
                .anyMatch(marker -> marker.isAssignableFrom(family)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everythingComesBackFromTheSerializerThatCarriesIt(Object sample) {
    assertThat(travelled(sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventComesBackInItsEnvelope(Event event) {
    Recorded<?> recorded =
        new Recorded<>(Instant.parse("2026-11-22T10:00:00.123456789Z"), Cause.by("alice"), event);
    assertThat(travelled(recorded)).isEqualTo(recorded);
  }

  private static Object travelled(Object value) {
    var serializer = SERIALIZATION.findSerializerFor(value);
    assertThat(serializer.identifier())
        .as("one of Troupe's own serializers")
        .isGreaterThan(740_000);
    byte[] bytes = SERIALIZATION.serialize(value).get();
    return SERIALIZATION
        .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, value))
        .get();
  }

  private static Stream<Object> values() {
    return Stream.<List<?>>of(events(), States.ALL, Commands.ALL).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueComesBackFromBothFormsUnderItsMarker(Object value) {
    Class<?> marker =
        Stream.<Class<?>>of(Event.class, State.class, Command.class)
            .filter(type -> type.isInstance(value))
            .findFirst()
            .orElseThrow();
    for (Codec codec : List.of(CODECS.cbor(), CODECS.json())) {
      assertThat(codec.read(codec.write(value, marker), marker)).isEqualTo(value);
      assertThat(codec.read(codec.write(value), value.getClass())).isEqualTo(value);
    }
  }
}

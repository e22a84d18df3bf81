package io.troupe.persistence.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.core.Cause;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.sample.ShipEvent;
import io.troupe.persistence.sample.ShipEvent.Berth;
import io.troupe.persistence.sample.ShipEvent.Built;
import io.troupe.persistence.sample.ShipEvent.Cargo;
import io.troupe.persistence.sample.ShipEvent.Color;
import io.troupe.persistence.sample.ShipEvent.Forgotten;
import io.troupe.persistence.sample.ShipEvent.Left;
import io.troupe.persistence.sample.ShipEvent.Loaded;
import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import io.troupe.persistence.sample.ShipEvent.Weight;
import io.troupe.persistence.sample.ShipState;
import io.troupe.persistence.sample.ShipState.Afloat.AtSea;
import io.troupe.persistence.sample.ShipState.Afloat.Docked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(ShipEvent.class, ShipState.class);
  private static final Codec CBOR = Codec.cbor(VOCABULARY);
  private static final Codec JSON = Codec.json(VOCABULARY);
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");
  private static final Built BUILT =
      new Built(
          new Name("Vasa"),
          new Weight(1_210_000),
          Instant.parse("1628-08-10T15:00:00.123456789Z"),
          Duration.ofMillis(1500));

  static List<ShipEvent> samples() {
    return List.of(
        BUILT,
        new Loaded(
            List.of(
                new Cargo.Crate(new Name("Ann"), new byte[] {1, 2, 3}),
                new Cargo.Tank(new Weight(7)),
                new Cargo.Empty()),
            Set.of(Color.RED),
            Map.of(POD, 3),
            Map.of(new Name("x"), new Weight(4)),
            Map.of(Color.GREEN, "on"),
            Map.of(new Berth("north", 4), new Name("Vasa"))),
        new Loaded(List.of(), Set.of(), Map.of(), Map.of(), Map.of(), Map.of()),
        new Left(Optional.of("Kiel"), "late", Color.RED),
        new Left(Optional.empty(), null, null),
        new Left(Optional.of(""), "", null),
        new Sunk("wind"),
        new Forgotten());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyShapeReadsBackFromBothForms(ShipEvent event) {
    for (Codec codec : List.of(CBOR, JSON)) {
      assertThat(codec.read(codec.write(event), event.getClass())).isEqualTo(event);
      assertThat(codec.read(codec.write(event, ShipEvent.class), ShipEvent.class)).isEqualTo(event);
      assertThat(codec.read(codec.write(event, Event.class), Event.class)).isEqualTo(event);
    }
  }

  @Test
  void aSealedTypeIsKnownByItsSimpleNameAndAMarkerByThePackageToo() {
    assertThat(json(new Sunk("wind"), ShipEvent.class))
        .isEqualTo("{\"@type\":\"Sunk\",\"reason\":\"wind\"}");
    assertThat(json(new Sunk("wind"), Event.class))
        .isEqualTo("{\"@type\":\"sample.Sunk\",\"reason\":\"wind\"}");
    assertThat(json(new AtSea(new Name("Vasa")), ShipState.class))
        .isEqualTo("{\"@type\":\"AtSea\",\"name\":\"Vasa\"}");
  }

  @Test
  void valueTypesAroundOneScalarAreThatScalar() {
    assertThat(json(BUILT, Built.class))
        .isEqualTo(
            "{\"name\":\"Vasa\",\"weight\":1210000,"
                + "\"at\":\"1628-08-10T15:00:00.123456789Z\",\"warranty\":\"PT1.5S\"}");
  }

  @Test
  void whatIsEmptyIsNotWritten() {
    assertThat(
            json(
                new Loaded(List.of(), Set.of(), Map.of(), Map.of(), Map.of(), Map.of()),
                Loaded.class))
        .isEqualTo("{}");
    assertThat(json(new Left(Optional.empty(), null, null), Left.class)).isEqualTo("{}");
    assertThat(json(new Left(Optional.of(""), "", null), Left.class))
        .isEqualTo("{\"port\":\"\",\"note\":\"\"}");
  }

  @Test
  void unknownFieldsAreIgnoredAndUnknownConstantsAreNull() {
    Left left =
        JSON.read(
            "{\"crew\":{\"size\":3},\"color\":\"BLUE\",\"port\":\"Kiel\"}".getBytes(UTF_8),
            Left.class);
    assertThat(left).isEqualTo(new Left(Optional.of("Kiel"), null, null));
  }

  @Test
  void anUnknownTypeIsNamedInTheError() {
    assertThatThrownBy(() -> JSON.read("{\"@type\":\"Painted\"}".getBytes(UTF_8), ShipEvent.class))
        .hasMessageContaining("Painted")
        .hasMessageContaining("ShipEvent");
  }

  @Test
  void whatAValueTypeRefusesIsRefused() {
    assertThatThrownBy(() -> JSON.read("{\"name\":\" \"}".getBytes(UTF_8), Built.class))
        .hasMessageContaining("a ship needs a name");
  }

  @Test
  void anEventInItsEnvelopeReadsBackAndIsSmall() {
    Cause cause = new Cause("alice", "r-1", new EventId(new Ref(Kind.SERVICE, "demo:web"), 17));
    var recorded = new Recorded<>(Instant.parse("2026-11-22T10:00:00.5Z"), cause, new Sunk("wind"));
    byte[] bytes = CBOR.writeRecorded(recorded);
    assertThat(CBOR.readRecorded(bytes, Sunk.class)).isEqualTo(recorded);
    assertThat(bytes).hasSizeLessThan(110);
    assertThat(new String(JSON.writeRecorded(recorded), UTF_8))
        .isEqualTo(
            "{\"at\":\"2026-11-22T10:00:00.500Z\",\"cause\":{\"principal\":\"alice\","
                + "\"request\":\"r-1\",\"parent\":\"service|demo:web#17\"},\"event\":{\"reason\":\"wind\"}}");
  }

  @Test
  void aViewOfAnEnvelopeNamesTheEvent() {
    var recorded = new Recorded<>(Instant.EPOCH, Cause.by("alice"), new Sunk("wind"));
    assertThat(json(recorded, Recorded.class))
        .contains("\"event\":{\"@type\":\"sample.Sunk\",\"reason\":\"wind\"}");
  }

  @Test
  void instantsFarAwayKeepEveryNanosecond() {
    for (Instant at :
        List.of(
            Instant.EPOCH,
            Instant.MAX,
            Instant.MIN,
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("2262-04-11T23:47:16.854775807Z"))) {
      Built built = new Built(new Name("a"), new Weight(1), at, Duration.ofSeconds(-1, 1));
      assertThat(CBOR.read(CBOR.write(built), Built.class)).isEqualTo(built);
    }
  }

  @Test
  void statesReadBackByTheirMarker() {
    State state = new Docked(new Name("Vasa"), List.of("a", "b"));
    assertThat(CBOR.read(CBOR.write(state, State.class), State.class)).isEqualTo(state);
  }

  @Test
  void aFamilyThatNobodyRegisteredIsRefused() {
    Codec bare = Codec.cbor(Vocabulary.of());
    assertThatThrownBy(() -> bare.write(new Sunk("wind"), Event.class))
        .hasMessageContaining("troupe.vocabulary");
  }

  private static String json(Object value, Class<?> declared) {
    return new String(JSON.write(value, declared), UTF_8);
  }
}

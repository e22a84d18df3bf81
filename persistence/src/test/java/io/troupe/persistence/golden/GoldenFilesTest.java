package io.troupe.persistence.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipState;
import io.troupe.persistence.sample.ShipState.Absent;
import io.troupe.persistence.sample.ShipState.Afloat.AtSea;
import io.troupe.persistence.sample.ShipState.Afloat.Docked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFilesTest {
  private static final List<ShipState> SAMPLES =
      List.of(
          new Absent(), new Docked(new Name("Vasa"), List.of("Ann")), new AtSea(new Name("Vasa")));

  @TempDir private Path directory;

  @Test
  void aNewTypeNeedsAFileWhichIsWrittenOnlyOnRequest() throws Exception {
    assertThatThrownBy(() -> check(false, SAMPLES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dgolden.write=true");
    check(true, SAMPLES);
    check(false, SAMPLES);
    assertThat(Files.readString(file("AtSea-v1.json")))
        .isEqualToNormalizingWhitespace("{ \"@type\" : \"AtSea\", \"name\" : \"Vasa\" }");
  }

  @Test
  void aChangedFormFails() throws Exception {
    check(true, SAMPLES);
    Files.writeString(file("AtSea-v1.json"), "{\"@type\":\"AtSea\",\"title\":\"Vasa\"}");
    assertThatThrownBy(() -> check(false, SAMPLES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("AtSea is no longer written as in");
  }

  @Test
  void aMeantChangeGetsANewVersionAndTheOldOneStaysAsItIs() throws Exception {
    check(true, SAMPLES);
    String old = "{\"@type\":\"Docked\",\"name\":\"Vasa\",\"captain\":\"Ann\"}";
    Files.writeString(file("Docked-v1.json"), old);
    check(true, SAMPLES);
    check(false, SAMPLES);
    assertThat(file("Docked-v2.json")).exists();
    assertThat(Files.readString(file("Docked-v1.json"))).isEqualTo(old);
  }

  @Test
  void aFileThatNoLongerReadsFails() throws Exception {
    check(true, SAMPLES);
    Files.writeString(file("Burnt-v1.json"), "{\"@type\":\"Burnt\"}");
    assertThatThrownBy(() -> check(false, SAMPLES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no longer reads");
  }

  @Test
  void aTypeWithoutASampleFails() {
    assertThatThrownBy(() -> check(true, SAMPLES.subList(0, 2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no sample of")
        .hasMessageContaining("AtSea");
    assertThatCode(() -> check(true, SAMPLES)).doesNotThrowAnyException();
  }

  private void check(boolean writing, List<ShipState> samples) {
    new GoldenFiles(directory, writing).check(ShipState.class, samples);
  }

  private Path file(String name) {
    return directory.resolve("sample").resolve(name);
  }
}

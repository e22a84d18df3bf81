package io.troupe.http.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestIdTest {
  @Test
  void isAUuidOfVersionSevenThatBeginsWithTheTime() {
    long before = System.currentTimeMillis();
    UUID id = UUID.fromString(RequestId.next());
    long after = System.currentTimeMillis();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
  }

  @Test
  void noTwoAreTheSame() {
    List<String> ids = Stream.generate(RequestId::next).limit(10_000).toList();

    assertThat(ids).doesNotHaveDuplicates();
  }
}

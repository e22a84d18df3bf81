package io.troupe.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {
  private static final List<String> THREE = List.of("a:1", "b:1", "c:1");
  private static final List<Ref> RESOURCES =
      IntStream.range(0, 3_000).mapToObj(i -> new Ref(Kind.POD, "demo:web:v1:p" + i)).toList();

  private static List<Ref> of(String member, List<String> members) {
    return RESOURCES.stream().filter(one -> Share.isMine(one, member, members)).toList();
  }

  @Test
  void eachResourceIsOneMembersAndEachMemberHasAboutAsMany() {
    assertThat(THREE.stream().mapToInt(member -> of(member, THREE).size()).sum())
        .isEqualTo(RESOURCES.size());
    assertThat(THREE).allSatisfy(m -> assertThat(of(m, THREE)).hasSizeBetween(800, 1_200));
  }

  @Test
  void whenOneGoesOnlyItsShareIsDealtOut() {
    List<String> two = List.of("a:1", "c:1");
    assertThat(of("a:1", two)).containsAll(of("a:1", THREE));
    assertThat(of("c:1", two)).containsAll(of("c:1", THREE));
    assertThat(of("a:1", two).size() + of("c:1", two).size()).isEqualTo(RESOURCES.size());
  }
}

package io.troupe.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.cli.terminal.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "web,service,here:web",
    "demo/web,service,demo:web",
    "demo:web,service,demo:web",
    "service/web,service,here:web",
    "svc/demo/web,service,demo:web",
    "node/machine-1,node,machine-1",
    "namespace/demo,namespace,demo",
    "demo/web/v1,deployment,demo:web:v1",
    "deployment/web/v1,deployment,here:web:v1",
    "demo:web:d_v1:3f2a9c1,pod,demo:web:d_v1:3f2a9c1",
  })
  void readsEveryFormOfAWholeName(String text, String kind, String link) {
    Target target = Target.parse(null, text, "here");
    assertThat(target.kind()).isEqualTo(kind);
    assertThat(target.link()).isEqualTo(link);
    assertThat(target.complete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "pod,3f2,here:3f2,true",
    "pod,demo/3f2,demo:3f2,false",
    "pod,demo/web/3f2,demo:web:3f2,false",
    "deployment,v1,here:v1,true",
  })
  void leavesPartsToBeLookedUp(String kind, String text, String link, boolean anywhere) {
    Target target = Target.parse(kind, text, "here");
    assertThat(target.link()).isEqualTo(link);
    assertThat(target.complete()).isFalse();
    assertThat(target.anywhere()).isEqualTo(anywhere);
  }

  @Test
  void refusesNamesThatCannotBe() {
    assertThatThrownBy(() -> Target.parse("service", "a/b/c", "here"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("too many parts");
    assertThatThrownBy(() -> Target.parse(null, "demo//web", "here"))
        .hasMessageContaining("a part of it is empty");
  }
}

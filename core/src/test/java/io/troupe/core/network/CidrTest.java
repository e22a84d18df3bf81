package io.troupe.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.96.0.1", "255.255.255.255"})
  void anAddressIsWrittenAsItIsRead(String text) {
    assertThat(Ipv4.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0", "10.0.0.256", "10.0.0.1.2", "10.0.0.x", "-1.0.0.0", "::1"})
  void whatIsNoAddressIsNamed(String text) {
    assertThatThrownBy(() -> Ipv4.parse(text)).hasMessageContaining("`" + text + "`");
  }

  @Test
  void addressesAreInTheOrderOfTheirNumbers() {
    assertThat(Ipv4.parse("200.0.0.1")).isGreaterThan(Ipv4.parse("10.0.0.1"));
    assertThat(Ipv4.parse("10.0.0.255").plus(1)).isEqualTo(Ipv4.parse("10.0.1.0"));
  }

  @Test
  void aRangeKnowsWhatLiesInIt() {
    Cidr range = Cidr.parse("10.42.0.0/16");
    assertThat(range.contains(Ipv4.parse("10.42.255.255"))).isTrue();
    assertThat(range.contains(Ipv4.parse("10.43.0.0"))).isFalse();
    assertThat(range.contains(Cidr.parse("10.42.7.0/24"))).isTrue();
    assertThat(range.contains(Cidr.parse("10.0.0.0/8"))).isFalse();
    assertThat(range.overlaps(Cidr.parse("10.0.0.0/8"))).isTrue();
    assertThat(range.size()).isEqualTo(65_536);
    assertThat(range.last()).isEqualTo(Ipv4.parse("10.42.255.255"));
    assertThat(Cidr.parse("0.0.0.0/0").contains(Ipv4.parse("200.1.2.3"))).isTrue();
    assertThat(Cidr.parse("10.0.0.1/32").last()).isEqualTo(Ipv4.parse("10.0.0.1"));
  }

  @Test
  void bitsAfterThePrefixAreRefusedWithTheRemedy() {
    assertThatThrownBy(() -> Cidr.parse("10.42.1.0/16")).hasMessageContaining("write 10.42.0.0/16");
    assertThatThrownBy(() -> Cidr.parse("10.42.0.0")).hasMessageContaining("10.42.0.0/16");
    assertThatThrownBy(() -> Cidr.parse("10.42.0.0/33")).hasMessageContaining("0 to 32");
  }
}

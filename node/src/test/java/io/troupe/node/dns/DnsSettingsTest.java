package io.troupe.node.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DnsSettingsTest {
  @Test
  void theUsualOnesAreThoseOfTheReference() {
    DnsSettings settings = DnsSettings.from(ConfigFactory.load());

    assertThat(settings.domain()).hasToString("lb.local.");
    assertThat(settings.port()).isEqualTo(53);
    assertThat(settings.ttl()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.upstream()).isEmpty();
    assertThat(settings.upstreamTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.cacheSize()).isEqualTo(10_000);
  }

  @Test
  void upstreamServersAreWrittenWithAndWithoutPorts() {
    DnsSettings settings =
        DnsSettings.from(
            with("upstream = [10.0.0.2, \"10.0.0.3:5353\", \"fd00::2\", \"[fd00::3]:5353\"]"));

    assertThat(settings.upstream())
        .containsExactly(
            new InetSocketAddress("10.0.0.2", 53),
            new InetSocketAddress("10.0.0.3", 5353),
            new InetSocketAddress("fd00::2", 53),
            new InetSocketAddress("fd00::3", 5353));
  }

  @Test
  void whatMakesNoSenseIsToldWithItsKey() {
    assertRefused("domain = \"\"", "troupe.node.dns.domain");
    assertRefused("domain = \"a..b\"", "troupe.node.dns.domain");
    assertRefused("domain = " + "x".repeat(59), "at most 58 characters");
    assertRefused("port = 70000", "troupe.node.dns.port");
    assertRefused("ttl = -1s", "troupe.node.dns.ttl");
    assertRefused("upstream = [dns.example]", "troupe.node.dns.upstream");
    assertRefused("upstream = [\"10.0.0.2:x\"]", "troupe.node.dns.upstream");
    assertRefused("upstream-timeout = 0s", "troupe.node.dns.upstream-timeout");
    assertRefused("cache-size = -1", "troupe.node.dns.cache-size");
  }

  private static void assertRefused(String line, String said) {
    assertThatThrownBy(() -> DnsSettings.from(with(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  private static Config with(String line) {
    return ConfigFactory.parseString("troupe.node.dns { " + line + " }")
        .withFallback(ConfigFactory.load());
  }
}

package io.troupe.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.http.ApiSettings;
import io.troupe.node.dns.DnsSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformConfigTest {
  private static String shown(Map<String, Object> given) {
    return ApiSettings.from(PlatformConfig.of(given)).domainInternal();
  }

  @Test
  void theApiShowsTheDomainThatNodesServe() {
    assertThat(shown(Map.of())).isEqualTo("lb.local");
    Map<String, Object> other = Map.of("troupe.node.dns.domain", "corp.example");
    assertThat(shown(other)).isEqualTo("corp.example");
    assertThat(DnsSettings.from(PlatformConfig.of(other)).domain()).hasToString("corp.example.");
  }

  @Test
  void theApiShowsAnotherDomainWhenTold() {
    assertThat(
            shown(
                Map.of(
                    "troupe.node.dns.domain", "corp.example",
                    "troupe.api.domain-internal", "shown.example")))
        .isEqualTo("shown.example");
  }
}

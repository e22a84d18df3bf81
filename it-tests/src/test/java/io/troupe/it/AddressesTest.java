package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Services' own addresses, from a range with few of them.
class AddressesTest {
  private static final int CYCLES = 300;

  @TempDir Path directory;
  private TroupeProcess troupe;
  private Api api;

  @BeforeEach
  void start() {
    troupe =
        TroupeProcess.simulated(directory.resolve("data"))
            .set("troupe.network.services", "10.43.0.0/24")
            .start();
    api = troupe.api();
    api.apply(Manifests.namespace("it-net")).ok();
  }

  @AfterEach
  void stop() {
    troupe.kill();
  }

  private static String service(String name, String network) {
    return """
    kind: Service
    meta: {name: %s, namespace: it-net}
    spec:
      replicas: 0
      network: %s
      template:
        containers:
          - {name: main, image: {name: "any:1"}}
    """
        .formatted(name, network);
  }

  private String address(String name) {
    return api.resource("service", "it-net:" + name).at("/spec/network/ip").asText();
  }

  private JsonNode leases() {
    return api.resource("pool", "services").path("leases");
  }

  @Test
  void threeHundredServicesThatComeAndGoFindAnAddressInTwoHundredAndFiftyFour() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < CYCLES; i++) {
      String name = "s" + i;
      api.apply(service(name, "{ports: [\"80:8080\"]}")).ok();
      eventually(() -> assertThat(address(name)).startsWith("10.43.0."));
      seen.add(address(name));
      api.deleteService("it-net:" + name).ok();
    }
    assertThat(seen).as("an address that was given back rests").hasSizeGreaterThan(200);
    eventually(() -> assertThat(leases()).isEmpty());
    LogChecks.assertGapFree(api);
  }

  @Test
  void aFixedAddressIsKeptForItsServiceAndAnotherOneIsToldWhose() {
    api.apply(service("fixed", "{ip: 10.43.0.77, ports: [\"80:8080\"]}")).ok();
    eventually(() -> assertThat(leases().has("service|it-net:fixed")).isTrue());
    api.apply(service("other", "{ip: 10.43.0.77, ports: [\"80:8080\"]}")).ok();
    eventually(() -> {
      JsonNode status = api.resource("service", "it-net:other").path("status");
      assertThat(status.path("state").asText()).isEqualTo("error");
      assertThat(status.path("message").asText()).contains("10.43.0.77", "service it-net:fixed");
    });
    api.deleteService("it-net:fixed").ok();
    eventually(
        () -> assertThat(leases().path("service|it-net:other").asText()).contains("10.43.0.77"));
  }

  @Test
  void aHeadlessServiceHasNoAddressAndNoLease() {
    api.apply(service("plain", "{ip: none, ports: [\"80:8080\"]}")).ok();
    assertThat(api.get("/v2/endpoints/it-net/plain").ok().path("address").asText()).isEmpty();
    assertThat(leases()).isEmpty();
    assertThat(api.get("/v2/endpoints/it-net/nobody").status()).isEqualTo(404);
  }
}

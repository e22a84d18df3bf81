package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import io.troupe.node.network.NetworkSettings.DriverType;
import io.troupe.node.sim.SimNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSettingsTest {
  private static NetworkSettings read(String line) {
    return NetworkSettings.from(
        ConfigFactory.parseString(line)
            .withFallback(ConfigFactory.parseResources("reference.conf")));
  }

  @Test
  void takesTheBestDriverUnlessToldOtherwise() {
    assertThat(read(""))
        .isEqualTo(new NetworkSettings(DriverType.AUTO, "troupe-vx", "troupe0", "troupe", 1, 8472));
  }

  @Test
  void leavesTheMachineAloneWhenToldTo() {
    NetworkSettings settings = read("troupe.node.network.driver = none");
    try (PodNetwork network = PodNetworks.open(settings, new SimNetworks())) {
      assertThat(network.type()).isEqualTo("none");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "driver, calico, 'it can be none, bridge, vxlan, auto or local'",
    "interface, a-name-that-is-too-long, at most 15",
    "bridge, tr/oupe, at most 15",
    "bridge, troupe-vx, other than that of",
    "engine-network, -x, letters",
    "vni, 0, 1 to 16777215",
    "vni, 16777216, 1 to 16777215",
    "port, 65536, 1 to 65535"
  })
  void namesTheKeyOfAValueThatMakesNoSense(String key, String value, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("troupe.node.network." + key + " = \"" + value + "\""))
        .withMessageContaining("troupe.node.network." + key + " is '" + value + "'")
        .withMessageContaining(remedy);
  }

  @Test
  void theBestDriverIsOneThatTheMachineHas() {
    assertThat(PodNetworks.best()).isNotEqualTo(DriverType.AUTO);
  }
}

package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.netlink.ipvs.Ipvs;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.ServiceProxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  @Test
  void thereIsNoProxyWhenNoneIsWanted() {
    try (ProxyNetwork network = ProxyNetwork.create()) {
      Proxies.Chosen chosen = open(network, type("none"));

      assertThat(chosen.proxy()).isInstanceOf(NoProxy.class);
      assertThat(chosen.reason()).startsWith("set to none");
      chosen.proxy().replaceAll(List.of());
      chosen.proxy().update(List.of(), List.of());
    }
  }

  @Test
  void takesIpvsBeforeNftablesAndSaysWhy() {
    try (ProxyNetwork network = ProxyNetwork.create()) {
      Proxies.Chosen chosen = open(network, type("auto"));
      try (ServiceProxy proxy = chosen.proxy()) {
        if (Ipvs.isAvailable() && ServiceLink.isAvailable()) {
          assertThat(proxy.type()).isEqualTo("ipvs");
          assertThat(chosen.reason()).startsWith("the kernel has IPVS and dummy links");
        } else if (Nftables.isAvailable(TableFamily.IPV4)) {
          assertThat(proxy.type()).isEqualTo("nftables");
          assertThat(chosen.reason())
              .startsWith("the kernel has")
              .contains("and has nftables")
              .contains("`lc` spreads them at random");
        } else {
          assertThat(proxy.type()).isEqualTo("none");
          assertThat(chosen.reason()).contains("load the module ip_vs or nf_tables");
        }
      }
    }
  }

  @Test
  void saysWhatIsMissingForTheDriverThatIsAskedFor() {
    try (ProxyNetwork network = ProxyNetwork.create()) {
      assumeFalse(Ipvs.isAvailable(), "this kernel has IPVS");

      assertThatExceptionOfType(NetworkFailure.class)
          .isThrownBy(() -> open(network, type("ipvs")))
          .withMessageContaining("load the module ip_vs")
          .withMessageContaining("troupe.node.proxy.type");
    }
  }

  @Test
  void takesNftablesWhenItIsAskedFor() {
    try (ProxyNetwork network = ProxyNetwork.create()) {
      assumeTrue(Nftables.isAvailable(TableFamily.IPV4), "this kernel has no nftables for IPv4");
      Proxies.Chosen chosen = open(network, type("nftables"));
      try (ServiceProxy proxy = chosen.proxy()) {
        assertThat(proxy.type()).isEqualTo("nftables");
        assertThat(chosen.reason()).startsWith("set to nftables");
      }
    }
  }

  @Test
  void refusesSettingsThatMakeNoSenseAndNamesTheKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(type("iptables")))
        .withMessage(
            "troupe.node.proxy.type is 'iptables'; it can be auto, ipvs, nftables or none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(of("link = a-name-that-is-too-long")))
        .withMessageContaining("troupe.node.proxy.link")
        .withMessageContaining("at most 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(of("table = \"two words\"")))
        .withMessageContaining("troupe.node.proxy.table");
  }

  private static Proxies.Chosen open(ProxyNetwork network, Config config) {
    return Proxies.open(settings(config), network.host(), ProxyNetwork.SCOPE);
  }

  private static ProxySettings settings(Config config) {
    return ProxySettings.from(config.withFallback(ConfigFactory.defaultReference()));
  }

  private static Config type(String type) {
    return of("type = " + type);
  }

  private static Config of(String line) {
    return ConfigFactory.parseString(ProxySettings.PATH + " { " + line + " }");
  }
}

package io.troupe.netlink.generic;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.netlink.Kernel;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.TestNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenericNetlinkTest {
  @ParameterizedTest
  @EnumSource
  void findsFamiliesByName(Kernel kernel) {
    try (TestNetwork network = kernel.network("family")) {
      GenericNetlink generic = new GenericNetlink(network.socket(Protocol.GENERIC));

      GenericFamily controller = generic.familyFind("nlctrl").orElseThrow();

      assertThat(controller.id()).isEqualTo(16);
      assertThat(controller.groups()).containsKey("notify");
      assertThat(generic.familyFind("no-such-family")).isEmpty();
      assertThat(generic.familyList()).contains(controller);
    }
  }
}

package io.troupe.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class ModuleTest {
  @Test
  @EnabledIf(value = "named", disabledReason = "runs on the class path")
  void needsNothingButTheJdkAndSlf4j() {
    assertThat(NetlinkSocket.class.getModule().getDescriptor().requires())
        .extracting(Requires::name)
        .containsExactlyInAnyOrder("java.base", "org.slf4j", "org.jspecify");
  }

  static boolean named() {
    return NetlinkSocket.class.getModule().isNamed();
  }
}

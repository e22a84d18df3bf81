package io.troupe.it.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The contract of service proxies by IPVS, with real connections.
class ProxyInGuestTest {
  private static final TestsInGuest TESTS =
      new TestsInGuest(
          "node",
          List.of(
              "io.troupe.node.network.proxy.IpvsProxyTest",
              "io.troupe.node.network.proxy.IpvsHairpinTest"));

  @TempDir Path reports;

  @TestFactory
  List<DynamicTest> servicesByIpvs() throws Exception {
    return TESTS.run(Duration.ofMinutes(10), reports);
  }
}

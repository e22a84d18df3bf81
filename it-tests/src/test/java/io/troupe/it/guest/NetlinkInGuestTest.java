package io.troupe.it.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The tests of `netlink` that many kernels are too small for.
class NetlinkInGuestTest {
  private static final TestsInGuest TESTS =
      new TestsInGuest(
          "netlink",
          List.of("io.troupe.netlink.ipvs.IpvsTest", "io.troupe.netlink.route.LinkTest"));

  @TempDir Path reports;

  @TestFactory
  List<DynamicTest> ipvsAndDummyLinks() throws Exception {
    return TESTS.run(Duration.ofMinutes(10), reports);
  }
}

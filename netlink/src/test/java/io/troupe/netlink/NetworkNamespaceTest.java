package io.troupe.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Rtnetlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NetworkNamespaceTest {
  private static final String NAME = "troupe-test-" + ProcessHandle.current().pid();

  @Test
  void makesNamesAndDeletesANamespaceAsIpNetnsDoes() {
    try (TestNetwork network = TestNetwork.live("names")) {
      makesNamesAndDeletesANamespaceBeside(network);
    }
  }

  private static void makesNamesAndDeletesANamespaceBeside(TestNetwork network) {
    try (NetworkNamespace made = NetworkNamespace.create(NAME);
        Rtnetlink route = Rtnetlink.open(made)) {
      route.linkAdd(LinkSpec.of("a0", LinkKind.Veth.to("b0")));

      network.prints("ip netns list").ifPresent(ip -> ip.contains(NAME));
      network.prints("ip -n " + NAME + " link show").ifPresent(ip -> ip.contains("a0@b0"));
      assertThat(NetworkNamespace.names()).contains(NAME);
      assertThatExceptionOfType(NetlinkException.SystemCallFailed.class)
          .isThrownBy(() -> NetworkNamespace.create(NAME))
          .matches(e -> e.is(Errno.EEXIST))
          .withMessageContaining("make the network namespace " + NAME);
    } finally {
      NetworkNamespace.delete(NAME);
    }
    assertThat(NetworkNamespace.names()).doesNotContain(NAME);
    assertThatExceptionOfType(NetlinkException.SystemCallFailed.class)
        .isThrownBy(() -> NetworkNamespace.named(NAME))
        .matches(e -> e.is(Errno.ENOENT));
  }

  @Test
  void opensANamespaceThatIpNetnsMade() {
    String name = NAME + "-ip";
    try (TestNetwork network = TestNetwork.live("foreign")) {
      TestNetwork.requireTool("ip");
      network.run("ip netns add " + name);
      try (NetworkNamespace namespace = NetworkNamespace.named(name);
          Rtnetlink route = Rtnetlink.open(namespace)) {
        assertThat(route.linkList()).extracting(Link::name).containsExactly("lo");
      }
      NetworkNamespace.delete(name);
    }
  }

  @Test
  void movesALinkIntoAnotherNamespace() {
    try (TestNetwork here = TestNetwork.live("here");
        NetworkNamespace there = NetworkNamespace.anonymous();
        Rtnetlink route = Rtnetlink.open(here.namespace());
        Rtnetlink remote = Rtnetlink.open(there)) {
      Link link = route.linkAdd(LinkSpec.of("a0", LinkKind.Veth.to("b0")));
      route.linkSetNamespace(link.index(), there);

      assertThat(route.linkFind("a0")).isEmpty();
      assertThat(remote.linkFind("a0"))
          .get()
          .satisfies(moved -> assertThat(moved.parentNamespace()).isPresent());
      assertThat(route.linkFind("b0")).isPresent();
    }
  }

  @Test
  void putsTheOtherEndOfACableIntoAnotherNamespace() {
    try (TestNetwork here = TestNetwork.live("here");
        NetworkNamespace there = NetworkNamespace.anonymous();
        Rtnetlink route = Rtnetlink.open(here.namespace());
        Rtnetlink remote = Rtnetlink.open(there)) {
      route.linkAdd(LinkSpec.of("a0", LinkKind.Veth.to("eth0").in(there)));

      assertThat(route.linkFind("eth0")).isEmpty();
      assertThat(remote.linkFind("eth0")).isPresent();
    }
  }

  @Test
  void runsWorkInsideAndLeavesTheCallersThreadWhereItWas() throws IOException {
    try (TestNetwork network = TestNetwork.live("inside");
        Rtnetlink route = Rtnetlink.open(network.namespace())) {
      Path own = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
      route.linkAdd(LinkSpec.of("a0", LinkKind.Veth.to("b0")));

      Path inside =
          network
              .namespace()
              .call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")));
      String forwarding =
          network
              .namespace()
              .call(() -> Files.readString(Path.of("/proc/sys/net/ipv4/conf/a0/forwarding")));

      assertThat(inside).isNotEqualTo(own);
      assertThat(forwarding.strip()).isIn("0", "1");
      assertThat(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))).isEqualTo(own);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() ->
              network
                  .namespace()
                  .call(() -> {
                    throw new IOException("as thrown inside");
                  }))
          .withMessage("as thrown inside");
    }
  }

  @Test
  void findsTheNamespaceOfAProcess() {
    try (NetworkNamespace own = NetworkNamespace.ofProcess(ProcessHandle.current().pid());
        NetworkNamespace current = NetworkNamespace.current();
        Rtnetlink one = Rtnetlink.open();
        TestNetwork _ = TestNetwork.live("process");
        Rtnetlink other = Rtnetlink.open(own)) {
      assertThat(current.descriptor()).isNotEqualTo(own.descriptor());
      assertThat(other.linkFind("lo").orElseThrow().index())
          .isEqualTo(one.linkFind("lo").orElseThrow().index());
    }
  }

  @Test
  void refusesNamesThatAreNoFileNames() {
    assertThatIllegalArgumentException().isThrownBy(() -> NetworkNamespace.create("../x"));
    assertThatIllegalArgumentException().isThrownBy(() -> NetworkNamespace.named(""));
  }
}

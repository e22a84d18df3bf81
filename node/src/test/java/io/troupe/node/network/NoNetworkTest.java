package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.PodNetwork.Attachment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoNetworkTest extends PodNetworkContract {
  private NetworkNamespace namespace;

  @BeforeEach
  void begin() {
    try {
      namespace = NetworkNamespace.anonymous();
    } catch (NetlinkException.SystemCallFailed e) {
      abort("needs root to make a network namespace: " + e.getMessage());
    }
  }

  @AfterEach
  void end() {
    if (namespace != null) {
      namespace.close();
    }
  }

  @Override
  protected PodNetwork open() {
    return new NoNetwork();
  }

  @Override
  protected NetworkNamespace namespace() {
    return namespace;
  }

  @Override
  protected String type() {
    return "none";
  }

  @Test
  void leavesPodsOnTheEnginesDefaultNetwork() {
    Cidr range = Cidr.parse("10.42.0.0/16");
    NetworkPlan plan = new NetworkPlan(range, range, range, Ipv4.parse("10.0.0.1"), List.of());
    assertThat(open().apply(plan)).isEqualTo(new Attachment("", 0));
  }
}

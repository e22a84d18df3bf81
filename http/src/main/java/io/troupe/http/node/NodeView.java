package io.troupe.http.node;

import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.http.view.Times;
import java.util.Locale;
import java.util.Map;

/// A node.
public record NodeView(Meta meta, Status status, Spec spec) {
  /// What it is called, and what it says of its machine.
  public record Meta(
      String hostname,
      String osName,
      String osType,
      String architecture,
      Addresses ip,
      String cidr,
      String version,
      String name,
      String description,
      Map<String, String> labels,
      String selfLink,
      String created,
      String updated) {}

  /// Where it is reached.
  public record Addresses(String external, String internal) {}

  /// How it is.
  public record Status(
      Condition state,
      boolean online,
      String liveness,
      CapacityView capacity,
      CapacityView allocated) {}

  /// Whether it takes pods, and how its drivers are.
  public record Condition(
      boolean ready,
      DriverView cri,
      DriverView cii,
      DriverView cni,
      DriverView cpi,
      DriverView csi) {}

  /// A driver of the node.
  public record DriverView(String type, String version, String state, String message) {}

  /// Amounts as bare numbers: bytes and billionths of a processor.
  public record CapacityView(int containers, int pods, long ram, long cpu, long storage) {
    public static CapacityView of(Capacity capacity) {
      return new CapacityView(
          capacity.containers(),
          capacity.pods(),
          capacity.memory().bytes(),
          capacity.cpu().nanos(),
          capacity.storage().bytes());
    }
  }

  /// How it is spoken to.
  public record Spec(Security security) {}

  /// Whether by TLS.
  public record Security(boolean tls) {}

  private static final DriverView NO_DRIVER = new DriverView("", "", "", "");

  public static NodeView of(Ref self, NodeState.Member member) {
    NodeInfo info = member.info();
    boolean online = member.liveness() == Liveness.ONLINE;
    return new NodeView(
        new Meta(
            info.hostname(),
            info.osName(),
            info.osType(),
            info.architecture(),
            new Addresses(info.externalIp(), info.internalIp()),
            member.subnet().find().map(Object::toString).orElse(info.cidr()),
            info.version(),
            self.name(),
            member.description(),
            member.labels(),
            self.link(),
            Times.text(member.created()),
            Times.text(member.updated())),
        new Status(
            new Condition(
                online,
                driver(info, "cri"),
                driver(info, "cii"),
                driver(info, "cni"),
                driver(info, "cpi"),
                driver(info, "csi")),
            online,
            member.liveness().name().toLowerCase(Locale.ROOT),
            CapacityView.of(member.capacity()),
            CapacityView.of(member.allocated())),
        new Spec(new Security(false)));
  }

  private static DriverView driver(NodeInfo info, String role) {
    return info.drivers().stream()
        .filter(driver -> driver.role().equals(role))
        .findFirst()
        .map(NodeView::driver)
        .orElse(NO_DRIVER);
  }

  private static DriverView driver(Driver driver) {
    return new DriverView(driver.type(), driver.version(), driver.state(), driver.message());
  }
}

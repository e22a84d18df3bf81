package io.troupe.simulator.world;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.node.network.NetworkChange;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.pod.PodAttachments;
import io.troupe.simulator.check.NodePicture;
import io.troupe.simulator.engine.Chance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A machine's part of the network, as its kernel would have it: it outlives the agent, and is gone
/// after a restart of the machine. Changes may fail, before or after they are made. Like the node's
/// own it does nothing before it has a plan, and takes the first change of each agent for all.
final class HostNetwork implements NetworkRuntime {
  private final PodAttachments attachments = PodAttachments.ofRuntime(List.of());
  private final Consumer<NodePicture> shown;
  private final long seed;
  private final Map<Ref, Endpoint> endpoints = new TreeMap<>();
  private @Nullable NetworkPlan inKernel;
  private @Nullable NetworkPlan plan;
  private String problem = "";
  private long calls;
  private int failing;

  /// @param shown told what it shows after each change
  HostNetwork(Consumer<NodePicture> shown, long seed) {
    this.shown = shown;
    this.seed = seed;
  }

  /// What can be reached from the machine.
  NodePicture picture() {
    return new NodePicture(inKernel, endpoints);
  }

  /// Another agent takes it over.
  void open() {
    plan = null;
    problem = "";
  }

  /// The machine restarts.
  void reboot() {
    inKernel = null;
    endpoints.clear();
  }

  /// How many of a thousand changes fail.
  void failing(int perThousand) {
    failing = perThousand;
  }

  @Override
  public List<Driver> drivers() {
    String state = problem.isEmpty() ? "ready" : "error";
    return List.of(
        new Driver("cni", "sim", "", state, problem), new Driver("cpi", "sim", "", "ready", ""));
  }

  @Override
  public PodAttachments attachments() {
    return attachments;
  }

  @Override
  public void apply(NetworkChange change) {
    NetworkPlan wanted = change.planAfter(plan);
    if (wanted == null) {
      return;
    }
    double draw = failing == 0 ? 1 : Chance.unit(Chance.nth(seed, calls++));
    if (draw * 1000 < failing / 2.0) {
      throw broken();
    }
    make(wanted, change);
    shown.accept(picture());
    if (draw * 1000 < failing) {
      throw broken();
    }
    problem = "";
  }

  private void make(NetworkPlan wanted, NetworkChange change) {
    if (change.all() || plan == null) {
      endpoints.clear();
    }
    plan = wanted;
    inKernel = wanted;
    change.endpoints().forEach(endpoint -> endpoints.put(endpoint.service(), endpoint));
    change.gone().forEach(endpoints::remove);
  }

  private NetworkFailure broken() {
    problem = "the kernel refuses";
    return new NetworkFailure(problem);
  }

  @Override
  public void close() {}
}

package io.troupe.http.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.http.ApiSettings;
import io.troupe.http.view.Times;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The cluster as a whole.
public record ClusterView(
    @JsonInclude(Include.NON_EMPTY) String name,
    String description,
    String selfLink,
    @Nullable Map<String, String> labels,
    String created,
    String updated,
    Status status) {
  /// Its nodes and what they hold together. The lists are empty in every release of the old API.
  public record Status(
      Nodes nodes,
      @Nullable List<Object> namespace,
      @Nullable List<Object> service,
      @Nullable List<Object> route,
      @Nullable List<Object> task,
      Amounts capacity,
      Amounts allocated) {}

  /// How many nodes there are.
  public record Nodes(int total, int online, int offline) {}

  /// A sum over all nodes.
  public record Amounts(int containers, int pods, String ram, String cpu, String storage) {
    static Amounts of(Capacity sum) {
      return new Amounts(
          sum.containers(),
          sum.pods(),
          sum.memory().toString(),
          sum.cpu().toString(),
          sum.storage().toString());
    }
  }

  static ClusterView of(View view, ApiSettings settings) {
    List<NodeState.Member> nodes =
        view.list(Kind.NODE, "").stream()
            .map(View.Item::state)
            .filter(NodeState.Member.class::isInstance)
            .map(NodeState.Member.class::cast)
            .toList();
    int online = (int) nodes.stream().filter(node -> node.liveness() == Liveness.ONLINE).count();
    return new ClusterView(
        settings.clusterName(),
        settings.clusterDescription(),
        "",
        null,
        Times.ZERO,
        Times.ZERO,
        new Status(
            new Nodes(nodes.size(), online, nodes.size() - online),
            null,
            null,
            null,
            null,
            Amounts.of(sum(nodes, NodeState.Member::capacity)),
            Amounts.of(sum(nodes, NodeState.Member::allocated))));
  }

  private static Capacity sum(
      List<NodeState.Member> nodes, Function<NodeState.Member, Capacity> amount) {
    return nodes.stream().map(amount).reduce(Capacity.NONE, ClusterView::plus);
  }

  private static Capacity plus(Capacity a, Capacity b) {
    return new Capacity(
        a.pods() + b.pods(),
        a.containers() + b.containers(),
        a.memory().plus(b.memory()),
        a.cpu().plus(b.cpu()),
        a.storage().plus(b.storage()));
  }
}

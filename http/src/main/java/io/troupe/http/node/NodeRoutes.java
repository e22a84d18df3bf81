package io.troupe.http.node;

import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.manifest.ManifestReader;
import io.troupe.core.manifest.Mode;
import io.troupe.core.manifest.NodeMeta;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeState;
import io.troupe.http.document.Documents;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.template.ManifestSchemas;
import io.troupe.http.view.Resources;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Nodes: seen, described and removed. Joining is not for HTTP.
public final class NodeRoutes {
  private static final String NODE = "/cluster/node/{node}";
  private static final String MISSING = "Node not found";

  private final Resources resources;
  private final ManifestReader reader = new ManifestReader(Mode.TOLERANT);

  private NodeRoutes(Resources resources) {
    this.resources = resources;
  }

  public static List<Route> of(Resources resources) {
    NodeRoutes routes = new NodeRoutes(resources);
    return List.of(
        Route.get("/cluster/node", routes::list)
            .summary("All nodes by name")
            .answersMap(NodeView.class),
        Route.get(NODE, routes::get)
            .summary("One node")
            .answers(NodeView.class)
            .error(404, MISSING),
        Route.get(NODE + "/spec", routes::spec)
            .summary("Everything a node is to run")
            .answers(NodeSpecView.class)
            .error(404, MISSING),
        Route.put(NODE + "/meta", routes::describe)
            .summary("Describes or labels a node; what is left out stays")
            .takes("The node's description and labels", ManifestSchemas.nodeMeta())
            .answers(NodeView.class)
            .error(400, "Malformed")
            .error(404, MISSING),
        Route.delete(NODE, routes::remove)
            .summary("Removes a node; its pods are started elsewhere")
            .error(404, MISSING),
        Route.put(NODE, NodeRoutes::gone)
            .summary("Where agents of old releases connected; always refused")
            .error(410, "Agents join the cluster instead"),
        Route.put(NODE + "/status", NodeRoutes::gone)
            .summary("Where agents of old releases reported; always refused")
            .error(410, "Agents join the cluster instead"));
  }

  private Result list(Call call) {
    SortedMap<String, NodeView> nodes = new TreeMap<>();
    for (View.Item item : resources.control().view().list(Kind.NODE, "")) {
      if (item.state() instanceof NodeState.Member member) {
        nodes.put(item.resource().link(), NodeView.of(item.resource(), member));
      }
    }
    return Result.ok(nodes);
  }

  private Result get(Call call) {
    Ref node = node(call);
    return Result.ok(NodeView.of(node, member(node)));
  }

  private Result spec(Call call) {
    return Result.ok(NodeSpecView.of(member(node(call))));
  }

  private Result describe(Call call) {
    NodeMeta meta = Documents.value(call, reader.nodeMeta(Documents.json(call)));
    Ref node = node(call);
    var answer =
        resources.command(
            node, new NodeCommand.SetMeta(meta.description(), meta.labels()), call.cause());
    return answer.state() instanceof NodeState.Member member
        ? Result.ok(NodeView.of(node, member))
        : get(call);
  }

  private Result remove(Call call) {
    resources.command(node(call), new NodeCommand.Remove(), call.cause());
    return new Result.Empty();
  }

  private static Result gone(Call call) {
    throw ApiError.of(
        410,
        "Gone",
        "agents no longer connect over HTTP: start the agent of this release on `%s`, it joins the"
                .formatted(call.path("node"))
            + " cluster by itself",
        "");
  }

  private static Ref node(Call call) {
    return Resources.ref(Kind.NODE, call.path("node"));
  }

  private NodeState.Member member(Ref node) {
    if (resources.require(node).state() instanceof NodeState.Member member) {
      return member;
    }
    throw Resources.missing(node);
  }
}

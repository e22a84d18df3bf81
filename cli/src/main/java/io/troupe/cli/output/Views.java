package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Facts that are not written in a view but follow from it.
public final class Views {
  private Views() {}

  /// The pods below a service or deployment view.
  public static List<JsonNode> pods(JsonNode view) {
    List<JsonNode> pods = new ArrayList<>();
    view.path("deployments").forEach(deployment -> pods.addAll(pods(deployment)));
    view.path("pods").forEach(pods::add);
    return pods;
  }

  /// How many pods of a service or deployment are ready, out of how many there should be: `2/3`.
  public static String replicas(JsonNode view) {
    long ready = pods(view).stream().filter(Views::isReady).count();
    return ready + "/" + Json.at(view, "spec.replicas").asInt(0);
  }

  /// Whether a pod is ready.
  public static boolean isReady(JsonNode pod) {
    return Json.text(pod, "status.state").equals("ready");
  }

  /// How many containers of a pod are ready, out of how many it has.
  public static String containers(JsonNode pod) {
    int ready = 0;
    for (JsonNode container : Json.at(pod, "status.runtime.services")) {
      ready += container.path("ready").asBoolean() ? 1 : 0;
    }
    int all = Json.at(pod, "spec.template.containers").size();
    return ready + "/" + Math.max(all, ready);
  }

  /// The images of a view's template.
  public static String images(JsonNode view) {
    List<String> images = new ArrayList<>();
    Json.at(view, "spec.template.containers").forEach(c -> images.add(Json.text(c, "image.name")));
    return String.join(",", images);
  }

  /// How often the pod's containers were started again.
  public static int restarts(JsonNode pod) {
    int restarts = 0;
    for (JsonNode container : Json.at(pod, "status.runtime.services")) {
      restarts += container.path("restared").asInt(container.path("restarted").asInt());
    }
    return restarts;
  }

  /// The service's ports: `80:8080/tcp`.
  public static String ports(JsonNode view) {
    return Json.at(view, "spec.network.ports").properties().stream()
        .map(port -> port.getKey() + ":" + port.getValue().asText())
        .collect(Collectors.joining(","));
  }

  /// The items of a list in one line.
  public static String texts(JsonNode items) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.asText()));
    return String.join(",", texts);
  }

  /// The addresses that an endpoint leads to; those that drain are in brackets.
  public static String backends(JsonNode endpoint) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode backend : endpoint.path("backends")) {
      String address = Json.text(backend, "address");
      addresses.add(backend.path("draining").asBoolean() ? "(" + address + ")" : address);
    }
    return String.join(",", addresses);
  }

  /// A node's condition in one word.
  public static String nodeState(JsonNode node) {
    if (!Json.at(node, "status.online").asBoolean()) {
      String liveness = Json.text(node, "status.liveness");
      return liveness.isEmpty() ? "offline" : liveness;
    }
    return Json.at(node, "status.state.ready").asBoolean() ? "ready" : "not ready";
  }

  /// A part of a self-link, empty when it has fewer.
  public static String linkPart(String link, int index) {
    String[] parts = link.split(":", -1);
    return index < parts.length ? parts[index] : "";
  }
}

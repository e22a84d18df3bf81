package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Kinds;
import io.troupe.cli.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the list of each kind shows of a view.
///
/// @param wide whether only `-o wide` shows it
public record Column(String title, boolean wide, Function<JsonNode, String> cell) {
  /// The views of a kind as a table.
  ///
  /// @param namespaces whether to show in which namespace each is
  public static Table table(
      String kind, Iterable<JsonNode> views, boolean wide, boolean namespaces, Terminal terminal) {
    List<Column> columns = new ArrayList<>(of(kind, terminal));
    columns.removeIf(column -> column.wide() && !wide);
    if (namespaces && Kinds.isNamespaced(kind)) {
      columns.addFirst(column("NAMESPACE", "meta.namespace"));
    }
    Table table = new Table(columns.stream().map(Column::title).toList());
    views.forEach(v -> table.add(columns.stream().map(c -> c.cell().apply(v)).toList()));
    return table;
  }

  /// The processes of the cluster as a table.
  public static Table members(Iterable<JsonNode> members, Terminal terminal) {
    List<Column> columns =
        List.of(
            column("NAME", "name"),
            column("ADDRESS", "address"),
            column("ROLES", Column::roles),
            column("STATUS", member -> States.paint(terminal, Json.text(member, "status"))),
            column("VERSION", "version"),
            column("AGE", member -> Ages.age(Json.text(member, "since"), Instant.now())));
    Table table = new Table(columns.stream().map(Column::title).toList());
    members.forEach(m -> table.add(columns.stream().map(c -> c.cell().apply(m)).toList()));
    return table;
  }

  private static String roles(JsonNode member) {
    List<String> roles = new ArrayList<>();
    member.path("roles").forEach(role -> roles.add(role.asText()));
    return String.join(",", roles);
  }

  private static List<Column> of(String kind, Terminal terminal) {
    return switch (kind) {
      case "namespace" -> namespace();
      case "service" -> service(terminal);
      case "deployment" -> deployment(terminal);
      case "pod" -> pod(terminal);
      case "endpoint" -> endpoint();
      case "pool" -> pool();
      default -> node(terminal);
    };
  }

  private static List<Column> namespace() {
    return List.of(
        column("NAME", "meta.name"),
        column("RAM", view -> used(view, "ram")),
        column("CPU", view -> used(view, "cpu")),
        age(),
        wide("ENDPOINT", "meta.endpoint"),
        wide("DESCRIPTION", "meta.description"));
  }

  private static String used(JsonNode view, String resource) {
    String limit = Json.text(view, "spec.resources.limits." + resource);
    String used = Json.text(view, "status.resources.allocated." + resource);
    boolean limited = limit.chars().anyMatch(c -> c >= '1' && c <= '9');
    return used + (limited ? "/" + limit : "");
  }

  private static List<Column> service(Terminal terminal) {
    return List.of(
        column("NAME", "meta.name"),
        column("READY", Views::replicas),
        state(terminal),
        column("IMAGE", Views::images),
        age(),
        new Column("PORTS", true, Views::ports),
        wide("ENDPOINT", "meta.endpoint"),
        wide("MESSAGE", "status.message"));
  }

  private static List<Column> deployment(Terminal terminal) {
    return List.of(
        column("SERVICE", "meta.service"),
        column("NAME", "meta.name"),
        column("READY", Views::replicas),
        state(terminal),
        column("IMAGE", Views::images),
        age(),
        wide("MESSAGE", "status.message"));
  }

  private static List<Column> pod(Terminal terminal) {
    return List.of(
        column("SERVICE", view -> Views.linkPart(Json.text(view, "meta.self_link"), 1)),
        column("NAME", "meta.name"),
        column("READY", Views::containers),
        state(terminal),
        column("RESTARTS", view -> String.valueOf(Views.restarts(view))),
        column("NODE", "meta.node"),
        column("IP", "status.network.pod_ip"),
        age(),
        new Column("IMAGE", true, Views::images),
        wide("LINK", "meta.self_link"),
        wide("MESSAGE", "status.message"));
  }

  private static List<Column> endpoint() {
    return List.of(
        column("NAME", "meta.name"),
        column("ADDRESS", "address"),
        column("PORTS", endpoint -> Views.texts(endpoint.path("ports"))),
        column("BACKENDS", Views::backends),
        wide("BALANCE", "balance"));
  }

  private static List<Column> pool() {
    return List.of(
        column("NAME", "meta.name"),
        column("RANGE", "range"),
        column("LEASES", pool -> String.valueOf(pool.path("leases").size())));
  }

  private static List<Column> node(Terminal terminal) {
    return List.of(
        column("NAME", "meta.name"),
        column("STATE", view -> States.paint(terminal, Views.nodeState(view))),
        column("PODS", view -> Quantities.plain(view, "pods")),
        column("CPU", view -> Quantities.cpu(view)),
        column("RAM", view -> Quantities.memory(view)),
        age(),
        wide("IP", "meta.ip.internal"),
        wide("SUBNET", "meta.cidr"),
        wide("NETWORK", "status.state.cni.type"),
        wide("PROXY", "status.state.cpi.type"),
        wide("OS", "meta.os_name"),
        wide("ARCH", "meta.architecture"));
  }

  private static Column column(String title, String path) {
    return column(title, view -> Json.text(view, path));
  }

  private static Column wide(String title, String path) {
    return new Column(title, true, view -> Json.text(view, path));
  }

  private static Column column(String title, Function<JsonNode, String> cell) {
    return new Column(title, false, cell);
  }

  private static Column state(Terminal terminal) {
    return column("STATE", view -> States.paint(terminal, Json.text(view, "status.state")));
  }

  private static Column age() {
    return column("AGE", view -> Ages.age(Json.text(view, "meta.created"), Instant.now()));
  }
}

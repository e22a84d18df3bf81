package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Kinds;
import io.troupe.cli.output.Column;
import io.troupe.cli.output.Data;
import io.troupe.cli.output.Format;
import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists resources of a kind, or shows some by name.
@Command(name = "get", description = "List resources of a kind, or show some by name.")
public final class GetCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "namespace, service, deployment, pod, node, pool, endpoints or members; or KIND/NAME.")
  private String kind = "";

  @Parameters(index = "1..*", paramLabel = "NAME", description = "Only these.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "In all namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(names = "--at", paramLabel = "WHEN", description = "As it was at a time or revision.")
  private @Nullable String at;

  public GetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    if (Kinds.isMembers(kind)) {
      members(session);
      return 0;
    }
    if (Kinds.isEndpoints(kind)) {
      endpoints(session);
      return 0;
    }
    int slash = kind.indexOf('/');
    String word = Kinds.require(slash < 0 ? kind : kind.substring(0, slash));
    if (slash >= 0) {
      names.addFirst(kind.substring(slash + 1));
    }
    if (names.isEmpty()) {
      list(session, word);
    } else {
      show(session, word);
    }
    return 0;
  }

  private void members(Session session) {
    JsonNode members = session.client().get("/v2/cluster/members");
    if (format.isData()) {
      terminal.line(Data.text(members, format));
    } else {
      Column.members(members, terminal).lines().forEach(terminal::line);
    }
  }

  private void endpoints(Session session) {
    String query = everywhere ? "" : "?namespace=" + Client.encode(session.namespace());
    JsonNode answer = session.client().get("/v2/endpoints" + query);
    ArrayNode shown = Json.object().putArray("items");
    for (JsonNode endpoint : answer.path("items")) {
      if (names.isEmpty() || names.contains(Json.text(endpoint, "meta.name"))) {
        shown.add(endpoint);
      }
    }
    if (format.isData()) {
      terminal.line(Data.text(shown, format));
    } else if (shown.isEmpty()) {
      terminal.remark(
          "No service can be called"
              + (everywhere ? "." : " in namespace " + session.namespace() + " (-A shows all)."));
    } else {
      print(session, "endpoint", shown);
    }
  }

  private void list(Session session, String word) {
    boolean all = everywhere || !Kinds.isNamespaced(word);
    String query = all ? "" : "?namespace=" + Client.encode(session.namespace());
    JsonNode answer = session.client().get("/v2/resources/" + word + query);
    if (format.isData()) {
      terminal.line(Data.text(answer, format));
    } else if (answer.path("items").isEmpty()) {
      String where = all ? "" : " in namespace " + session.namespace() + " (-A shows all)";
      terminal.remark("There are no " + word + "s" + where + ".");
    } else {
      print(session, word, answer.path("items"));
    }
  }

  private void show(Session session, String word) {
    ArrayNode views = Json.object().putArray("items");
    for (String name : names) {
      var found = session.locate(word, name);
      String time = at == null ? "" : "?at=" + Client.encode(at);
      views.add(session.client().get("/v2/resources/" + found.path() + time));
    }
    if (format.isData()) {
      terminal.line(Data.text(views.size() == 1 ? views.get(0) : views, format));
    } else {
      print(session, word, views);
    }
  }

  private void print(Session session, String word, Iterable<JsonNode> views) {
    boolean namespaces = everywhere;
    for (JsonNode view : views) {
      namespaces |= !Json.text(view, "meta.namespace").equals(session.namespace());
    }
    Column.table(word, views, format == Format.wide, namespaces, terminal)
        .lines()
        .forEach(terminal::line);
  }
}

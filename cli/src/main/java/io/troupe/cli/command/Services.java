package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Kinds;
import io.troupe.cli.client.Located;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What commands on services share.
public final class Services {
  private static final Duration REMOVAL = Duration.ofSeconds(60);

  private Services() {}

  /// The service of a name, with or without its kind in front.
  static Located locate(Session session, String name) {
    int slash = name.indexOf('/');
    String kind = slash < 0 ? "service" : Kinds.find(name.substring(0, slash)).orElse("service");
    if (!kind.equals("service")) {
      throw Failure.usage("'" + name + "' is no service, and only services can be told that");
    }
    return session.locate("service", Kinds.find(first(name)).isPresent() ? rest(name) : name);
  }

  private static String first(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static String rest(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  /// Its address below `/v2/services`.
  static String path(Located service) {
    return "/v2/services/" + Client.encode(service.part(0)) + "/" + Client.encode(service.part(1));
  }

  /// Deletes every service of a platform, and returns when all are gone.
  ///
  /// @param token null for that of the environment
  public static void deleteAll(Terminal terminal, String url, @Nullable String token) {
    ServerOptions options = new ServerOptions();
    options.server = url;
    options.token = token;
    Session session = options.open(terminal);
    List<Located> services = new ArrayList<>();
    for (JsonNode view : session.client().get("/v2/resources/service").path("items")) {
      services.add(new Located("service", Json.text(view, "meta.self_link")));
    }
    for (Located service : services) {
      DeleteCommand.remove(session.client(), service);
    }
    for (Located service : services) {
      Await.deleted(session, service, REMOVAL);
      terminal.line(service.title() + " is gone");
    }
  }
}

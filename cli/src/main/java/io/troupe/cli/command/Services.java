package io.troupe.cli.command;

import io.troupe.cli.client.Client;
import io.troupe.cli.client.Kinds;
import io.troupe.cli.client.Located;
import io.troupe.cli.terminal.Failure;

/// What commands on services share.
final class Services {
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
}

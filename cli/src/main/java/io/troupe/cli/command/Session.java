package io.troupe.cli.command;

import io.troupe.cli.client.Client;
import io.troupe.cli.client.Finder;
import io.troupe.cli.client.Located;
import io.troupe.cli.client.Target;
import io.troupe.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/// The server a command works with, and the namespace it works in.
///
/// @param token empty for none
public record Session(Client client, String namespace, String token) {
  /// A session with a known server.
  ///
  /// @param token empty for none
  public static Session open(Terminal terminal, String url, String token, String namespace) {
    ServerOptions options = new ServerOptions();
    options.server = url;
    options.token = token;
    options.namespace = namespace;
    return options.open(terminal);
  }

  /// The resource of that kind and name.
  ///
  /// @param kind null when the name tells it
  Located locate(@Nullable String kind, String name) {
    return new Finder(client).locate(Target.parse(kind, name, namespace));
  }

  /// Without the token.
  @Override
  public String toString() {
    return client.server() + ", namespace " + namespace;
  }
}

package io.troupe.cli.command;

import io.troupe.cli.client.Client;
import io.troupe.cli.client.Finder;
import io.troupe.cli.client.Located;
import io.troupe.cli.client.Target;
import org.jspecify.annotations.Nullable;

/// The server a command works with, and the namespace it works in.
record Session(Client client, String namespace) {
  /// The resource of that kind and name.
  ///
  /// @param kind null when the name tells it
  Located locate(@Nullable String kind, String name) {
    return new Finder(client).locate(Target.parse(kind, name, namespace));
  }
}

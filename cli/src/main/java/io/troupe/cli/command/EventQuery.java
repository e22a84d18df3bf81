package io.troupe.cli.command;

import io.troupe.cli.client.Client;
import io.troupe.cli.client.Kinds;
import io.troupe.cli.client.Located;
import io.troupe.cli.output.Ages;
import java.time.Instant;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which events: the filters that `events` and `audit` share.
final class EventQuery {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "Only of this resource: KIND/NAME or a self-link.")
  @Nullable String target;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind.")
  @Nullable String kind;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only this event: pod.PodAssigned.")
  @Nullable String type;

  @Option(names = "--principal", paramLabel = "WHO", description = "Only what WHO caused.")
  @Nullable String principal;

  @Option(names = "--request", paramLabel = "ID", description = "Only what one request caused.")
  @Nullable String request;

  /// The filters as a query. The namespace filters only when it was given by flag.
  String text(Session session, ServerOptions server) {
    StringJoiner query = new StringJoiner("&");
    if (target != null) {
      Located found = session.locate(null, target);
      add(query, "kind", found.kind());
      add(query, "link", found.link());
    } else {
      add(query, "kind", kind == null ? null : Kinds.require(kind));
      add(query, "namespace", server.namespace);
    }
    add(query, "type", type);
    add(query, "principal", principal);
    add(query, "request", request);
    return query.toString();
  }

  static void add(StringJoiner query, String key, @Nullable String value) {
    if (value != null) {
      query.add(key + "=" + Client.encode(value));
    }
  }

  /// A bound in time as the API takes it.
  static @Nullable String time(@Nullable String text) {
    return text == null ? null : Ages.since(text, Instant.now());
  }
}

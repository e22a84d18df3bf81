package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.EventStream;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Located;
import io.troupe.cli.output.Ages;
import io.troupe.cli.output.Views;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// Waits until a resource is as wished. It looks again whenever the event stream says that
/// something happened to it, and never in between.
public final class Await {
  private Await() {}

  /// Waits until the resource is ready.
  ///
  /// @throws Failure when it does not exist, fails for good, or time is up
  public static void ready(Session session, Located target, Duration patience) {
    until(session, target, patience, view -> view.isPresent() && isReady(target, view.get()));
  }

  /// Waits until the resource is gone.
  public static void deleted(Session session, Located target, Duration patience) {
    until(session, target, patience, Optional::isEmpty);
  }

  /// Waits until a node can take pods.
  public static void anyNode(Session session, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Client client = session.client();
    long revision = client.get("/v2/events?order=newest&limit=1").path("head").asLong();
    try (EventStream events = EventStream.open(client, "kind=node", revision)) {
      while (!hasNode(client)) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || events.next(left).isEmpty()) {
          throw new Failure(
              Exit.TIMEOUT,
              "no node is ready after " + Ages.of(patience) + "; see `troupe get nodes`");
        }
      }
    }
  }

  private static boolean hasNode(Client client) {
    for (JsonNode node : client.get("/v2/resources/node").path("items")) {
      if (Views.nodeState(node).equals("ready")) {
        return true;
      }
    }
    return false;
  }

  private static void until(
      Session session, Located target, Duration patience, Predicate<Optional<JsonNode>> wish) {
    long deadline = System.nanoTime() + patience.toNanos();
    Client client = session.client();
    long revision = client.get("/v2/events?order=newest&limit=1").path("head").asLong();
    Optional<JsonNode> view = look(client, target);
    if (wish.test(view)) {
      return;
    }
    if (view.isEmpty()) {
      throw Failure.notFound("there is no " + target.title());
    }
    String filter = "kind=" + target.kind() + "&link=" + Client.encode(target.link());
    try (EventStream events = EventStream.open(client, filter, revision)) {
      while (!wish.test(view)) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || events.next(left).isEmpty()) {
          throw late(target, patience, view);
        }
        view = look(client, target);
      }
    }
  }

  private static Optional<JsonNode> look(Client client, Located target) {
    try {
      JsonNode view = client.get("/v2/resources/" + target.path());
      boolean gone = Json.text(view, "status.state").equals("destroyed");
      return gone ? Optional.empty() : Optional.of(view);
    } catch (Failure failure) {
      if (failure.exit() == Exit.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static boolean isReady(Located target, JsonNode view) {
    return switch (target.kind()) {
      case "namespace" -> true;
      case "node" -> Views.nodeState(view).equals("ready");
      default -> Json.text(view, "status.state").equals("ready");
    };
  }

  private static Failure late(Located target, Duration patience, Optional<JsonNode> view) {
    String state = view.map(v -> Json.text(v, "status.state")).orElse("");
    String message = view.map(v -> Json.text(v, "status.message")).orElse("");
    return new Failure(
        Exit.TIMEOUT,
        target.title()
            + " is not there after "
            + Ages.of(patience)
            + (state.isEmpty() ? "" : ": it is in state '" + state + "'")
            + (message.isEmpty() ? "" : ", " + message)
            + "; see `troupe why "
            + target.kind()
            + "/"
            + target.link()
            + "`");
  }
}

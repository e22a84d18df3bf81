package io.troupe.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;

/// What the server answered.
///
/// @param body for a refusal `code`, `status`, `message`, and `problems` when the input was wrong
public record Answer(int status, JsonNode body) {
  /// Whether it did as asked.
  public boolean succeeded() {
    return status < 300;
  }

  /// The body, when it did as asked.
  ///
  /// @throws Failure with the server's own words when it refused
  public JsonNode orFail() {
    if (succeeded()) {
      return body;
    }
    throw new Failure(exit(), message());
  }

  /// The server's own words.
  public String message() {
    String message = Json.text(body, "message");
    return message.isEmpty() ? "the server answered " + status : message;
  }

  /// The exit code that fits.
  public int exit() {
    return switch (status) {
      case 404 -> Exit.NOT_FOUND;
      case 401 -> Exit.DENIED;
      case 408, 504 -> Exit.TIMEOUT;
      default -> Exit.FAILED;
    };
  }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Answer;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.Json;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.util.List;
import java.util.StringJoiner;

/// Sends manifests to the server and tells what became of each object.
public record Application(Session session, Terminal terminal) {
  /// Applies manifest files or directories and prints a line per object.
  ///
  /// @return the exit code
  public int apply(List<String> sources) {
    return apply(Manifests.read(sources, terminal), false, false);
  }

  int apply(Manifests manifests, boolean redeploy, boolean dry) {
    StringJoiner path = new StringJoiner("&", "/v2/apply?", "");
    path.add("namespace=" + Client.encode(session.namespace()));
    if (redeploy) {
      path.add("redeploy=true");
    }
    if (dry) {
      path.add("dry=true");
    }
    Answer answer = session.client().offer(path.toString(), "application/yaml", manifests.body());
    JsonNode problems = answer.body().path("problems");
    if (!problems.isEmpty()) {
      throw new Failure(Exit.FAILED, problems(problems, manifests));
    }
    JsonNode results = answer.body().path("results");
    results.forEach(result -> terminal.line(line(result, dry)));
    if (!answer.succeeded()) {
      boolean told = !results.isEmpty();
      throw new Failure(
          told ? Exit.FAILED : answer.exit(), told ? "not all was applied" : answer.message());
    }
    return Exit.OK;
  }

  private String line(JsonNode result, boolean dry) {
    String action = Json.text(result, "action");
    Colour colour =
        switch (action) {
          case "created", "changed" -> Colour.GOOD;
          case "refused" -> Colour.BAD;
          default -> Colour.FAINT;
        };
    String message = Json.text(result, "message");
    return Json.text(result, "kind")
        + " "
        + Json.text(result, "self_link").replace(':', '/')
        + " "
        + terminal.paint(colour, action)
        + (message.isEmpty() ? "" : ": " + message)
        + (dry ? " (dry run)" : "");
  }

  private static String problems(JsonNode problems, Manifests manifests) {
    StringJoiner text = new StringJoiner("\n");
    for (JsonNode problem : problems) {
      String path = Json.text(problem, "path");
      String remedy = Json.text(problem, "remedy");
      text.add(
          manifests.place(problem.path("line").asInt(), problem.path("column").asInt())
              + ": "
              + Json.text(problem, "message")
              + (path.isEmpty() ? "" : " at " + path)
              + (remedy.isEmpty() ? "" : "; " + remedy));
    }
    int count = problems.size();
    return text + "\nnothing was applied: " + count + (count == 1 ? " problem" : " problems");
  }
}

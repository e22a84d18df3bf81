package io.troupe.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Located;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints what containers wrote.
@Command(name = "logs", description = "Print the logs of a pod, or of all pods of a service.")
public final class LogsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final OneTarget target = new OneTarget();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is written from now on.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines of each.")
  private @Nullable Integer tail;

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "Only of this container.")
  private @Nullable String container;

  @Option(
      names = {"-t", "--timestamps"},
      description = "With the time of each line.")
  private boolean times;

  public LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    Located found = target.locate(session);
    boolean named = !found.kind().equals("pod");
    try (var in = session.client().stream(path(found), "application/json", 0);
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          terminal.line(text(Json.parse(line, "a log record"), named));
        }
        if (terminal.abandoned()) {
          return Exit.OK;
        }
      }
      return Exit.OK;
    } catch (IOException broken) {
      throw new Failure(
          Exit.UNREACHABLE, "the connection broke off: " + broken.getMessage() + "; try again");
    }
  }

  private String path(Located found) {
    StringJoiner query = new StringJoiner("&", "/v2/logs/" + found.path() + "?", "");
    query.add("follow=" + follow);
    if (tail != null) {
      query.add("tail=" + tail);
    }
    if (container != null) {
      query.add("container=" + Client.encode(container));
    }
    return query.toString();
  }

  private String text(JsonNode entry, boolean named) {
    String link = Json.text(entry, "selflink");
    String pod = link.substring(link.lastIndexOf(':') + 1);
    String origin = named ? terminal.paint(Colour.FAINT, pod + " ") : "";
    String time = times ? Json.text(entry, "timestamp") + " " : "";
    return origin + time + Json.text(entry, "message");
  }
}

package io.troupe.cli.command;

import io.troupe.cli.client.Contexts;
import io.troupe.cli.client.Contexts.Context;
import io.troupe.cli.output.Table;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The subcommands of `config`.
public final class ContextCommands {
  private ContextCommands() {}

  /// Makes or changes a context.
  @Command(
      name = "set-context",
      description = "Make a context, or change what is given of it. The first one comes into use.")
  public static final class Set implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The context's name.")
    private String name = "";

    @Option(names = "--server", paramLabel = "URL", description = "The API server.")
    private @Nullable String server;

    @Option(names = "--token", paramLabel = "TOKEN", description = "The bearer token.")
    private @Nullable String token;

    @Option(
        names = {"-n", "--namespace"},
        paramLabel = "NS",
        description = "The namespace.")
    private @Nullable String namespace;

    public Set(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Path file = ServerOptions.contextsFile(terminal);
      Contexts contexts = Contexts.read(file);
      Context old = contexts.byName().getOrDefault(name, Context.NONE);
      Map<String, Context> byName = new LinkedHashMap<>(contexts.byName());
      byName.put(
          name,
          new Context(
              server == null ? old.server() : server,
              token == null ? old.token() : token,
              namespace == null ? old.namespace() : namespace));
      String current = contexts.current().isEmpty() ? name : contexts.current();
      new Contexts(current, byName).write(file);
      terminal.line("context " + name + " saved" + (current.equals(name) ? " and in use" : ""));
      return Exit.OK;
    }
  }

  /// Puts a context into use.
  @Command(name = "use-context", description = "Use a context from now on.")
  public static final class Use implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The context's name.")
    private String name = "";

    public Use(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Path file = ServerOptions.contextsFile(terminal);
      Contexts contexts = Contexts.read(file);
      contexts.require(name);
      new Contexts(name, contexts.byName()).write(file);
      terminal.line("context " + name + " is in use");
      return Exit.OK;
    }
  }

  /// Lists the contexts.
  @Command(name = "get-contexts", description = "List the contexts; * marks the one in use.")
  public static final class All implements Callable<Integer> {
    private final Terminal terminal;

    public All(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Contexts contexts = Contexts.read(ServerOptions.contextsFile(terminal));
      Table table = new Table(List.of("", "NAME", "SERVER", "NAMESPACE", "TOKEN"));
      contexts
          .byName()
          .forEach((name, context) ->
              table.add(
                  List.of(
                      name.equals(contexts.current()) ? "*" : "",
                      name,
                      context.server(),
                      context.namespace(),
                      context.token().isEmpty() ? "" : "set")));
      table.lines().forEach(terminal::line);
      return Exit.OK;
    }
  }

  /// Names the context in use.
  @Command(name = "current-context", description = "Print the name of the context in use.")
  public static final class Current implements Callable<Integer> {
    private final Terminal terminal;

    public Current(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String current = Contexts.read(ServerOptions.contextsFile(terminal)).current();
      if (current.isEmpty()) {
        throw Failure.notFound(
            "no context is in use: make one with `troupe config set-context NAME --server URL`");
      }
      terminal.line(current);
      return Exit.OK;
    }
  }

  /// Forgets a context.
  @Command(name = "delete-context", description = "Forget a context.")
  public static final class Delete implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The context's name.")
    private String name = "";

    public Delete(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Path file = ServerOptions.contextsFile(terminal);
      Contexts contexts = Contexts.read(file);
      contexts.require(name);
      Map<String, Context> byName = new LinkedHashMap<>(contexts.byName());
      byName.remove(name);
      new Contexts(contexts.current().equals(name) ? "" : contexts.current(), byName).write(file);
      terminal.line("context " + name + " deleted");
      return Exit.OK;
    }
  }
}

package io.troupe.cli.command;

import io.troupe.cli.client.Client;
import io.troupe.cli.client.Contexts;
import io.troupe.cli.client.Contexts.Context;
import io.troupe.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server to ask, as whom, and in which namespace: by flag, else by environment, else by
/// context, else the server of this machine.
final class ServerOptions {
  static final String HERE = "http://127.0.0.1:2967";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The API server, or several with commas between (TROUPE_SERVER; default " + HERE + ").")
  @Nullable String server;

  @Option(names = "--token", paramLabel = "TOKEN", description = "The bearer token (TROUPE_TOKEN).")
  @Nullable String token;

  @Option(names = "--context", paramLabel = "NAME", description = "A saved context.")
  @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "The namespace (TROUPE_NAMESPACE; default 'default').")
  @Nullable String namespace;

  /// Where contexts are saved.
  static Path contextsFile(Terminal terminal) {
    return terminal
        .variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .orElseGet(() -> terminal.home().resolve(".config"))
        .resolve("troupe/config.json");
  }

  Session open(Terminal terminal) {
    Context saved = saved(terminal);
    String url = pick(server, terminal.variable("TROUPE_SERVER"), saved.server(), HERE);
    String secret = pick(token, terminal.variable("TROUPE_TOKEN"), saved.token(), "");
    String room =
        pick(namespace, terminal.variable("TROUPE_NAMESPACE"), saved.namespace(), "default");
    String user = terminal.variable("USER").orElseGet(() -> System.getProperty("user.name", ""));
    return new Session(new Client(url, secret, user), room, secret);
  }

  private Context saved(Terminal terminal) {
    Contexts contexts = Contexts.read(contextsFile(terminal));
    if (context != null) {
      return contexts.require(context);
    }
    return contexts.current().isEmpty() ? Context.NONE : contexts.require(contexts.current());
  }

  private static String pick(
      @Nullable String flag, Optional<String> variable, String saved, String otherwise) {
    if (flag != null) {
      return flag;
    }
    return variable.orElse(saved.isEmpty() ? otherwise : saved);
  }
}

package io.troupe.cli.platform;

import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the platform in one process is to be set up.
public final class DevOptions {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the API listens (default ${DEFAULT-VALUE}); port 0 takes a free one.")
  String listen = "127.0.0.1:2967";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Journal, logs and volumes (default /var/lib/troupe for root, else"
              + " ~/.local/share/troupe).")
  @Nullable Path data;

  @Option(
      names = "--runtime",
      paramLabel = "RUNTIME",
      description =
          "docker, or sim: containers that only exist in memory (default" + " ${DEFAULT-VALUE}).")
  String runtime = "docker";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The bearer token that clients must show (TROUPE_TOKEN; default none).")
  @Nullable String token;

  /// The directory it keeps everything in.
  public DataDirectory data(Terminal terminal) {
    return data == null
        ? DataDirectory.usual(terminal)
        : new DataDirectory(data.toAbsolutePath().normalize());
  }

  /// The token of the API, empty for none.
  public String token(Terminal terminal) {
    return token != null ? token : terminal.variable("TROUPE_TOKEN").orElse("");
  }

  /// Whether containers only exist in memory.
  public boolean isSimulated() {
    return runtime.toLowerCase(Locale.ROOT).equals("sim");
  }

  String host() {
    return listen.substring(0, colon());
  }

  int port() {
    String text = listen.substring(colon() + 1);
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException bad) {
      // told below
    }
    throw Failure.usage("'" + text + "' is no port: --listen takes HOST:PORT, as 127.0.0.1:2967");
  }

  private int colon() {
    int colon = listen.lastIndexOf(':');
    if (colon <= 0) {
      throw Failure.usage(
          "'" + listen + "' is no address: --listen takes HOST:PORT, as 127.0.0.1:2967");
    }
    return colon;
  }

  /// Refuses what cannot be meant, or would be dangerous.
  void check(Terminal terminal) {
    port();
    String known = runtime.toLowerCase(Locale.ROOT);
    if (!known.equals("docker") && !known.equals("sim")) {
      throw Failure.usage("there is no runtime '" + runtime + "': use docker or sim");
    }
    boolean loopback =
        host().startsWith("127.") || host().equals("localhost") || host().equals("[::1]");
    if (!loopback && token(terminal).isEmpty()) {
      throw Failure.usage(
          "whoever reaches "
              + listen
              + " could run anything on this machine: set a token with --token or TROUPE_TOKEN, or"
              + " listen on 127.0.0.1");
    }
  }
}

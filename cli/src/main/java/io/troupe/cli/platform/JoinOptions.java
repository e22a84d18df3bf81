package io.troupe.cli.platform;

import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a process finds its cluster and is found by it: what servers and agents have in common. What
/// is not given comes from the configuration file.
final class JoinOptions {
  static final Path USUAL_FILE = Path.of("/etc/troupe/troupe.conf");

  @Option(
      names = "--seed",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Remoting address of a control member; give all of them, in the same order everywhere.")
  List<String> seeds = new ArrayList<>();

  @Option(
      names = "--discover",
      paramLabel = "NAME[:PORT]",
      description = "A name in DNS that stands for all control members, instead of --seed.")
  @Nullable String discover;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address others reach this process by (default 127.0.0.1).")
  @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port others reach it by (default 2968; an agent takes a free one).")
  @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "HOST[:PORT]",
      description = "What it binds to, when that is not what others reach it by.")
  @Nullable String bind;

  @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster (default troupe).")
  @Nullable String cluster;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of this member and of its node (default: the host name).")
  @Nullable String name;

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
      description = "docker, or sim: containers that only exist in memory (default docker).")
  @Nullable String runtime;

  @Option(
      names = "--docker-host",
      paramLabel = "URL",
      description = "Where the Docker Engine listens (default DOCKER_HOST).")
  @Nullable String dockerHost;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings, below what is given here (default /etc/troupe/troupe.conf, if there).")
  @Nullable Path config;

  /// The directory it keeps everything in.
  DataDirectory data(Terminal terminal) {
    return data == null
        ? DataDirectory.usual(terminal)
        : new DataDirectory(data.toAbsolutePath().normalize());
  }

  /// The configuration file, when there is one.
  @Nullable Path file() {
    if (config != null && !Files.isReadable(config)) {
      throw Failure.usage("there is no readable file " + config + " (--config)");
    }
    return config != null ? config : Files.isReadable(USUAL_FILE) ? USUAL_FILE : null;
  }

  /// What is given, by configuration key.
  Map<String, Object> settings(Terminal terminal) {
    DataDirectory directory = data(terminal);
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("troupe.node.volume-root", directory.volumes().toString());
    given.put("troupe.node.state-root", directory.node().toString());
    given.put("troupe.journal.path", directory.journal().toString());
    if (!seeds.isEmpty()) {
      seeds.forEach(seed -> Endpoint.parse(seed, "--seed"));
      given.put("troupe.cluster.seeds", List.copyOf(seeds));
    }
    put(given, "troupe.cluster.discover", discover);
    put(given, "troupe.cluster.host", host);
    put(given, "troupe.cluster.port", port);
    put(given, "troupe.cluster.name", cluster);
    put(given, "troupe.node.name", name);
    put(given, "troupe.node.docker-host", dockerHost);
    put(given, "troupe.cluster.bind", bind);
    if (runtime != null) {
      String known = runtime.toLowerCase(Locale.ROOT);
      if (!known.equals("docker") && !known.equals("sim")) {
        throw Failure.usage("there is no runtime '" + runtime + "': use docker or sim");
      }
      given.put("troupe.node.runtime", known);
    }
    return given;
  }

  static void put(Map<String, Object> given, String key, @Nullable Object value) {
    if (value != null) {
      given.put(key, value);
    }
  }
}

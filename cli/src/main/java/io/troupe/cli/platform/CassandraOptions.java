package io.troupe.cli.platform;

import io.troupe.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Where Cassandra is and what of it is Troupe's.
public final class CassandraOptions {
  @Option(
      names = "--contact-points",
      paramLabel = "HOST[:PORT]",
      split = ",",
      required = true,
      description = "Where to find Cassandra; several, separated by commas (port 9042).")
  private List<String> contactPoints = new ArrayList<>();

  @Option(
      names = "--datacenter",
      paramLabel = "NAME",
      description = "The datacenter of these (default ${DEFAULT-VALUE}).")
  private String datacenter = "datacenter1";

  @Option(
      names = "--keyspace",
      paramLabel = "NAME",
      description = "The keyspace of this cluster (default ${DEFAULT-VALUE}).")
  private String keyspace = "troupe";

  /// The contact points, each with its port.
  List<String> contactPoints() {
    return contactPoints.stream().map(String::strip).map(CassandraOptions::withPort).toList();
  }

  private static String withPort(String text) {
    if (text.isEmpty()) {
      throw Failure.usage("--contact-points takes HOST or HOST:PORT, separated by commas");
    }
    return text.contains(":") ? text : text + ":9042";
  }

  String datacenter() {
    return datacenter;
  }

  String keyspace() {
    return keyspace;
  }
}

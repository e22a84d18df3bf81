package io.troupe.persistence.cassandra;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// What the server of Cassandra 5.0 needs to run without its distribution's scripts: a JDK, its
/// libraries from Maven, options and settings for a small one.
final class CassandraServer {
  static final String MAIN = "org.apache.cassandra.service.CassandraDaemon";

  /// Lasting data, or faster changes of schemas for those who never start it again on its data.
  static final String FORGETFUL = "-Dcassandra.unsafesystem=true";

  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.rmi/sun.rmi.transport.tcp",
          "java.sql/java.sql");
  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal");

  private CassandraServer() {}

  /// Where it listens and whom it asks for the others; addresses as in `cassandra.yaml`.
  record Place(String listen, String rpc, String broadcastRpc, String seed, int storage, int cql) {}

  /// The JDK that Cassandra 5.0 supports.
  static Path jdk() {
    Stream<Path> candidates =
        Stream.concat(
            Optional.ofNullable(System.getenv("JAVA_17_HOME")).map(Path::of).stream(),
            Stream.of(
                Path.of("/usr/lib/jvm/java-17-openjdk-amd64"),
                Path.of("/usr/lib/jvm/java-17-openjdk-arm64"),
                Path.of("/usr/lib/jvm/java-17-openjdk")));
    return candidates
        .filter(home -> Files.isExecutable(home.resolve("bin/java")))
        .findFirst()
        .orElseThrow(() ->
            new TestAbortedException(
                "Cassandra 5.0 runs on a JDK 17 and none is here: install openjdk-17-jre-headless, or"
                    + " set JAVA_17_HOME"));
  }

  /// Its jars in this machine's Maven repository.
  static List<Path> libraries() {
    Path file = Path.of("..", "cassandra-server", "target", "class-path");
    if (!Files.isReadable(file)) {
      throw new TestAbortedException(
          "the libraries of Cassandra are not there: build the module cassandra-server before");
    }
    try {
      return Stream.of(Files.readString(file).strip().split(File.pathSeparator))
          .map(Path::of)
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Options of its JVM, for a directory that has the settings in `conf` and takes the data.
  static List<String> options(String directory, int jmxPort) {
    List<String> options =
        new ArrayList<>(List.of("-Xms400m", "-Xmx400m", "-Xss512k", "-XX:+UseSerialGC"));
    // one that cannot go on ends, so that it is noticed
    options.add("-XX:+ExitOnOutOfMemoryError");
    EXPORTS.forEach(one -> options.addAll(List.of("--add-exports", one + "=ALL-UNNAMED")));
    OPENS.forEach(one -> options.addAll(List.of("--add-opens", one + "=ALL-UNNAMED")));
    options.addAll(
        List.of(
            "-Dcassandra.storagedir=" + directory,
            "-Dcassandra.logdir=" + directory,
            "-Dcassandra.config=file://" + directory + "/conf/cassandra.yaml",
            "-Dlogback.configurationFile=" + directory + "/conf/logback.xml",
            "-Dcassandra.jmx.local.port=" + jmxPort,
            "-Dcassandra.ring_delay_ms=2000",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.superuser_setup_delay_ms=0",
            "-Dcassandra.consistent.rangemovement=false",
            "-Dcassandra-foreground=yes",
            "-Djava.awt.headless=true"));
    return options;
  }

  /// Its `cassandra.yaml`.
  static String settings(String directory, Place place) {
    return """
    cluster_name: troupe
    num_tokens: 4
    allocate_tokens_for_local_replication_factor: 3
    partitioner: org.apache.cassandra.dht.Murmur3Partitioner
    data_file_directories: [%1$s/data]
    commitlog_directory: %1$s/commitlog
    saved_caches_directory: %1$s/caches
    hints_directory: %1$s/hints
    cdc_raw_directory: %1$s/cdc
    commitlog_sync: batch
    commitlog_segment_size: 16MiB
    commitlog_total_space: 256MiB
    disk_failure_policy: die
    commit_failure_policy: die
    read_request_timeout: 20s
    range_request_timeout: 20s
    write_request_timeout: 20s
    request_timeout: 20s
    truncate_request_timeout: 60s
    endpoint_snitch: SimpleSnitch
    listen_address: %2$s
    rpc_address: %3$s
    broadcast_rpc_address: %4$s
    storage_port: %6$d
    native_transport_port: %7$d
    seed_provider:
      - class_name: org.apache.cassandra.locator.SimpleSeedProvider
        parameters: [{seeds: "%5$s:%6$d"}]
    auto_snapshot: false
    concurrent_reads: 16
    concurrent_writes: 16
    memtable_heap_space: 96MiB
    memtable_offheap_space: 64MiB
    key_cache_size: 8MiB
    file_cache_size: 32MiB
    networking_cache_size: 16MiB
    """
        .formatted(
            directory,
            place.listen(),
            place.rpc(),
            place.broadcastRpc(),
            place.seed(),
            place.storage(),
            place.cql());
  }

  /// Its `logback.xml`: everything to standard output.
  static String logging() {
    return """
    <configuration>
      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
        <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
      </appender>
      <root level="INFO"><appender-ref ref="out"/></root>
    </configuration>
    """;
  }
}

package io.troupe.cli.platform;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import io.troupe.persistence.cassandra.Tables;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.storage.SetUp;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Creates what a cluster needs in Cassandra.
@Command(
    name = "init",
    description = {
      "Create the keyspace and the tables in Cassandra. What is there already stays as it is, so",
      "this can be run again."
    })
public final class StorageInitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Option(
      names = "--replication",
      paramLabel = "FACTOR",
      required = true,
      description = {
        "How many copies Cassandra keeps: 3, or for several datacenters east:3,west:2.",
        "With 3 one may be down; with 1 a lost disk is lost data."
      })
  private String replication = "3";

  public StorageInitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogSetup.none();
    try {
      List<Tables.Step> steps =
          SetUp.createTables(
              cassandra.contactPoints(), cassandra.datacenter(), cassandra.keyspace(), replication);
      steps.forEach(
          step -> terminal.line((step.created() ? "created  " : "there    ") + step.what()));
      if (!steps.getFirst().created()) {
        terminal.line("The keyspace was there before and keeps its own replication.");
      }
      return Exit.OK;
    } catch (IllegalArgumentException wrong) {
      throw Failure.usage(String.valueOf(wrong.getMessage()));
    } catch (StorageUnavailable unavailable) {
      throw new Failure(Exit.UNREACHABLE, String.valueOf(unavailable.getMessage()));
    }
  }
}

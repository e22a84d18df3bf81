package io.troupe.cli.platform;

import picocli.CommandLine.Command;

/// What an operator does to the storage of a cluster while no Troupe runs on it.
@Command(
    name = "storage",
    description = {
      "Prepare Cassandra for a cluster of several control members, and move events between the",
      "embedded journal and Cassandra."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class StorageCommand {}

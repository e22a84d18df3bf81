package io.troupe.cli.command;

import picocli.CommandLine.Command;

/// The saved contexts.
@Command(
    name = "config",
    description = "Save servers as contexts, and choose one.",
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand {}

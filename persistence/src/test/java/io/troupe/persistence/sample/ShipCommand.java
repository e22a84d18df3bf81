package io.troupe.persistence.sample;

import io.troupe.core.Command;

/// A family of commands.
public sealed interface ShipCommand extends Command {
  record Sail(String to) implements ShipCommand {}
}

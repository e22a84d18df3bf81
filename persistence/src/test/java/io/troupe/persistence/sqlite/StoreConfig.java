package io.troupe.persistence.sqlite;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/// Configurations with the embedded journal in a directory of a test.
final class StoreConfig {
  private StoreConfig() {}

  static Config in(Path directory) {
    return ConfigFactory.parseString(
        """
        akka.persistence.journal.plugin = "troupe.journal"
        akka.persistence.snapshot-store.plugin = "troupe.snapshots"
        troupe.journal.path = "%s/journal.db"
        troupe.vocabulary {
          ship-events = "io.troupe.persistence.sample.ShipEvent"
          ship-states = "io.troupe.persistence.sample.ShipState"
        }
        """
            .formatted(directory));
  }
}

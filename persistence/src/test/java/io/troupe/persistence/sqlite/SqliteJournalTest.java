package io.troupe.persistence.sqlite;

import com.typesafe.config.Config;
import io.troupe.persistence.contract.JournalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
  @TempDir static Path directory;

  @Override
  protected Config journal() {
    return StoreConfig.in(directory);
  }
}

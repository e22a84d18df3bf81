package io.troupe.persistence.sqlite;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.contract.EventLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventLogTest extends EventLogContract {
  @TempDir private Path directory;

  @Override
  protected Config storage() {
    return ConfigFactory.parseString("troupe.journal.feed-buffer = 50")
        .withFallback(StoreConfig.in(directory));
  }
}

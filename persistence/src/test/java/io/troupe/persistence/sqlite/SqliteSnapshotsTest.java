package io.troupe.persistence.sqlite;

import com.typesafe.config.Config;
import io.troupe.persistence.contract.SnapshotContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSnapshotsTest extends SnapshotContract {
  @TempDir static Path directory;

  @Override
  protected Config snapshots() {
    return StoreConfig.in(directory);
  }
}

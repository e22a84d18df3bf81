package io.troupe.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir Path path;

  @Test
  void isHeldByNobodyWhileNobodyHasLockedIt() throws IOException {
    DataDirectory data = new DataDirectory(path);
    assertThat(data.holder()).isEmpty();
    try (FileLock lock = data.lock()) {
      assertThat(lock.isValid()).isTrue();
    }
    data.hold("http://127.0.0.1:1");
    assertThat(data.holder()).as("a process file that a killed process left").isEmpty();
  }

  @Test
  void makesRoomForJournalLogAndVolumes() {
    new DataDirectory(path.resolve("new")).create();
    assertThat(path.resolve("new")).isDirectoryContaining("glob:**/{journal,log,volumes}");
  }

  @Test
  void saysWhoRunsUntilItLeaves() throws IOException {
    DataDirectory data = new DataDirectory(path);
    data.hold("http://127.0.0.1:1");
    assertThat(data.read())
        .contains(new DataDirectory.Holder(ProcessHandle.current().pid(), "http://127.0.0.1:1"));
    data.leave();
    assertThat(data.read()).isEmpty();
    Files.writeString(path.resolve("troupe.pid"), "{\"pid\":999999999,\"url\":\"x\"}");
    assertThat(data.read()).as("a process that is gone").isEmpty();
  }
}

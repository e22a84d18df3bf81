package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFileTest {
  private static final RememberedNetwork KNOWN =
      new RememberedNetwork(
          TestNetworks.PLAN,
          List.of(
              TestNetworks.endpoint("demo:web", "10.43.0.7"), TestNetworks.headless("demo:db")));

  @TempDir Path directory;

  private NetworkFile file() {
    return new NetworkFile(directory.resolve("n1"));
  }

  @Test
  void whatWasWrittenIsReadAsItWas() throws IOException {
    assertThat(file().read()).isEmpty();
    file().write(new RememberedNetwork(TestNetworks.PLAN, List.of()));
    file().write(KNOWN);
    assertThat(file().read()).contains(KNOWN);
    try (Stream<Path> files = Files.list(file().directory())) {
      assertThat(files).as("nothing else is left there").containsExactly(file().path());
    }
  }

  @Test
  void aFileThatWasNotWrittenWholeCountsForNothing() throws IOException {
    file().write(KNOWN);
    byte[] whole = Files.readAllBytes(file().path());
    for (int length = 0; length < whole.length; length += 13) {
      Files.write(file().path(), Arrays.copyOf(whole, length));
      assertThat(file().read()).as("its first %d bytes", length).isEmpty();
    }
  }

  @Test
  void aFileWithAnyOtherByteCountsForNothing() throws IOException {
    file().write(KNOWN);
    byte[] whole = Files.readAllBytes(file().path());
    for (int i = 0; i < whole.length; i += 13) {
      byte[] other = whole.clone();
      other[i] ^= 1;
      Files.write(file().path(), other);
      assertThat(file().read()).as("byte %d", i).isEmpty();
    }
  }

  @Test
  void aFileOfAnotherVersionCountsForNothing() throws IOException {
    file().write(KNOWN);
    String text = Files.readString(file().path());
    Files.writeString(file().path(), text.replaceFirst("troupe-network 1 ", "troupe-network 2 "));
    assertThat(file().read()).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
    file().write(KNOWN);
    Files.createDirectory(directory.resolve("n1/network.json.new"));
    assertThatThrownBy(() -> file().write(new RememberedNetwork(TestNetworks.PLAN, List.of())))
        .isInstanceOf(IOException.class);
    assertThat(file().read()).contains(KNOWN);
  }
}

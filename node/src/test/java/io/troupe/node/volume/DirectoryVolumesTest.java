package io.troupe.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryVolumesTest extends VolumeStoreContract {
  @TempDir Path root;

  @Override
  protected VolumeStore open() {
    return new DirectoryVolumes(root.resolve("volumes"));
  }

  @Test
  void removesFilesButFollowsNoLink() throws Exception {
    Ref pod = new Ref(Kind.POD, "demo:web:d_v1:a");
    Path outside = Files.writeString(root.resolve("outside"), "kept");
    Path data = open().create(pod, "data");
    Files.createDirectories(data.resolve("deep"));
    Files.writeString(data.resolve("deep/file"), "x");
    Files.createSymbolicLink(data.resolve("link"), outside);

    open().removeAll(pod);

    assertThat(data).doesNotExist();
    assertThat(outside).hasContent("kept");
  }

  @Test
  void whatIsInAVolumeStays() throws Exception {
    Ref pod = new Ref(Kind.POD, "demo:web:d_v1:a");
    Files.writeString(open().create(pod, "data").resolve("file"), "x");

    assertThat(open().create(pod, "data").resolve("file")).hasContent("x");
  }
}

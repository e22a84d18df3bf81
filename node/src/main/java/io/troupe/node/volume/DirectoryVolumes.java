package io.troupe.node.volume;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Volumes as directories `pods/<pod>/<volume>` below a root of this node alone.
public final class DirectoryVolumes implements VolumeStore {
  private final Path root;

  public DirectoryVolumes(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String type() {
    return "dir";
  }

  @Override
  public Path create(Ref pod, String volume) {
    Path path = directory(pod).resolve(FileNames.encode(volume));
    return attempt(() -> Files.createDirectories(path));
  }

  @Override
  public void removeAll(Ref pod) {
    Path directory = directory(pod);
    if (!Files.isDirectory(directory)) {
      return;
    }
    attempt(() -> Files.walkFileTree(directory, new Removal()));
  }

  @Override
  public List<Ref> pods() {
    return names(root.resolve("pods")).stream().map(name -> new Ref(Kind.POD, name)).toList();
  }

  @Override
  public List<String> list(Ref pod) {
    return names(directory(pod));
  }

  @Override
  public Memory size() {
    return new Memory(Math.max(0, attempt(() -> store().getTotalSpace())));
  }

  @Override
  public Memory free() {
    return new Memory(Math.max(0, attempt(() -> store().getUsableSpace())));
  }

  private FileStore store() throws IOException {
    return Files.getFileStore(Files.createDirectories(root));
  }

  private Path directory(Ref pod) {
    return root.resolve("pods").resolve(FileNames.encode(pod.link()));
  }

  private List<String> names(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    return attempt(() -> {
      try (Stream<Path> entries = Files.list(directory)) {
        return entries
            .map(entry -> FileNames.decode(String.valueOf(entry.getFileName())))
            .sorted()
            .toList();
      }
    });
  }

  private <T> T attempt(FileWork<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new RuntimeFailure(
          Reason.REFUSED, "volumes below " + root + " cannot be used: " + e.getMessage(), e);
    }
  }

  private interface FileWork<T> {
    T run() throws IOException;
  }

  /// Removes files before their directories; a symbolic link is removed, never followed.
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}

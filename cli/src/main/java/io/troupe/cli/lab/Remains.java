package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the kernel does not take away by itself when the hosts of a lab end: cgroups and files.
final class Remains {
  static final String CGROUP = "troupe-lab";

  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private Remains() {}

  /// Removes the cgroups of a lab, in every hierarchy there is.
  static void removeCgroups(String lab) {
    for (Path hierarchy : hierarchies()) {
      Path all = hierarchy.resolve(CGROUP);
      removeGroups(all.resolve(lab));
      try {
        Files.deleteIfExists(all);
      } catch (IOException used) {
        // another lab's are in it
      }
    }
  }

  /// The cgroups of a lab that are still there.
  static List<Path> cgroups(String lab) {
    return hierarchies().stream()
        .map(hierarchy -> hierarchy.resolve(CGROUP).resolve(lab))
        .filter(Files::exists)
        .toList();
  }

  private static List<Path> hierarchies() {
    if (!Files.isDirectory(CGROUPS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(CGROUPS)) {
      List<Path> all = new ArrayList<>(entries.filter(Files::isDirectory).toList());
      all.add(CGROUPS);
      return all;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void removeGroups(Path group) {
    if (!Files.isDirectory(group)) {
      return;
    }
    try (Stream<Path> all = Files.walk(group)) {
      for (Path one : all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException busy) {
      throw Failure.failed(
          "cannot remove the cgroup "
              + group
              + ": "
              + busy.getMessage()
              + "; run `troupe lab down` again");
    }
  }

  /// Removes a directory with all that is in it; none is fine. It follows no link.
  static void removeFiles(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(directory, new Removal());
    } catch (IOException undeletable) {
      throw Failure.failed(
          "cannot remove "
              + directory
              + ": "
              + undeletable.getMessage()
              + "; run `troupe lab down` again");
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}

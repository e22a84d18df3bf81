package io.troupe.persistence.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.persistence.codec.Codec;
import io.troupe.persistence.codec.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Checks one sealed family against `<directory>/<resource>/<event>-v<n>.json`, where the resource
/// is the last segment of the family's package. Every type of the family has a sample and a file.
/// The newest version of the file is what is written today, and every version still reads.
///
/// Run with `-Dgolden.write=true` to write what is missing: the first version of a new event, or
/// the next version of one whose form has changed. A file that exists is never changed.
public final class GoldenFiles {
  private static final Pattern NAME = Pattern.compile("(.+)-v(\\d+)\\.json");

  private final Path directory;
  private final boolean writing;

  GoldenFiles(Path directory, boolean writing) {
    this.directory = directory;
    this.writing = writing;
  }

  /// The files below a directory, as `src/test/resources/golden`.
  public static GoldenFiles in(Path directory) {
    return new GoldenFiles(directory, Boolean.getBoolean("golden.write"));
  }

  /// Checks a family.
  ///
  /// @param samples at least one of each type, with every component filled; the first of a type is
  ///   the one that is kept
  public <T> void check(Class<T> root, List<? extends T> samples) {
    Family<T> family = new Family<>(root, directory.resolve(segment(root)));
    for (Class<?> type : Vocabulary.concrete(root)) {
      T sample =
          samples.stream()
              .filter(type::isInstance)
              .findFirst()
              .orElseThrow(
                  () -> new AssertionError("no sample of " + type.getName() + "; add one"));
      family.check(type.getSimpleName(), sample, writing);
    }
    family.checkAllRead();
  }

  private static String segment(Class<?> root) {
    String name = root.getPackageName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// One family and its directory.
  private static final class Family<T> {
    private final Class<T> root;
    private final Path directory;
    private final Codec json;
    private final Codec cbor;

    Family(Class<T> root, Path directory) {
      this.root = root;
      this.directory = directory;
      Vocabulary vocabulary = Vocabulary.of(root);
      json = Codec.json(vocabulary);
      cbor = Codec.cbor(vocabulary);
    }

    void check(String name, T sample, boolean writing) {
      assertThat(cbor.read(cbor.write(sample, root), root)).as(name + " in CBOR").isEqualTo(sample);
      int newest = newestVersion(name);
      if (newest > 0 && isWrittenIn(file(name, newest), sample)) {
        return;
      }
      Path next = file(name, newest + 1);
      if (!writing) {
        throw new AssertionError(
            newest == 0
                ? "no golden file of %s; run once with -Dgolden.write=true and commit %s"
                    .formatted(name, next)
                : "%s is no longer written as in %s: what is in old logs looks different. Take the change back; or, when all old files still read and that is meant, run once with -Dgolden.write=true and commit %s"
                    .formatted(name, file(name, newest), next));
      }
      write(next, sample);
    }

    private boolean isWrittenIn(Path file, T sample) {
      return normal(tree(read(file))).equals(normal(tree(pretty(sample))))
          && json.read(read(file), root).equals(sample);
    }

    /// Every file still reads, also those of older versions.
    void checkAllRead() {
      for (Path file : files()) {
        T value;
        try {
          value = json.read(read(file), root);
        } catch (UncheckedIOException unreadable) {
          throw new AssertionError(
              "%s is in somebody's log and no longer reads: %s"
                  .formatted(file, unreadable.getMessage()),
              unreadable);
        }
        assertThat(file.getFileName().toString())
            .startsWith(value.getClass().getSimpleName() + "-v");
      }
    }

    private int newestVersion(String name) {
      return files().stream()
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .filter(matcher -> matcher.group(1).equals(name))
          .mapToInt(matcher -> Integer.parseInt(matcher.group(2)))
          .max()
          .orElse(0);
    }

    private List<Path> files() {
      if (!Files.isDirectory(directory)) {
        return List.of();
      }
      try (Stream<Path> found = Files.list(directory)) {
        return found
            .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
            .sorted()
            .toList();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private Path file(String name, int version) {
      return directory.resolve(name + "-v" + version + ".json");
    }

    private byte[] pretty(T sample) {
      try {
        return json.mapper()
            .writerFor(root)
            .withDefaultPrettyPrinter()
            .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writeValueAsBytes(sample);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private void write(Path file, T sample) {
      try {
        Files.createDirectories(directory);
        Files.write(file, pretty(sample));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private static byte[] read(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private JsonNode tree(byte[] text) {
      try {
        return json.mapper().readTree(text);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /// The tree with its arrays sorted, because sets are written in no particular order.
    private static JsonNode normal(JsonNode node) {
      return switch (node) {
        case ArrayNode array -> {
          List<JsonNode> elements = new ArrayList<>();
          array.forEach(element -> elements.add(normal(element)));
          elements.sort(Comparator.comparing(JsonNode::toString));
          yield JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        case ObjectNode object -> {
          ObjectNode sorted = JsonNodeFactory.instance.objectNode();
          object.properties().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(entry -> sorted.set(entry.getKey(), normal(entry.getValue())));
          yield sorted;
        }
        default -> node;
      };
    }
  }
}

package io.troupe.persistence.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
/// Messages have files too, in a form of their own ([Form]): members of two builds talk to each
/// other.
///
/// Run with `-Dgolden.write=true` to write what is missing: the first version of a new event, or
/// the next version of one whose form has changed. A file that exists is never changed.
public final class GoldenFiles {
  private static final JsonMapper JSON = new JsonMapper();
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

  /// How values look in files.
  public interface Form {
    /// @param root the family that the value is written as one of
    JsonNode tree(Object value, Class<?> root) throws IOException;

    Object value(JsonNode tree, Class<?> root) throws IOException;
  }

  /// Checks a family.
  ///
  /// @param samples at least one of each type, with every component filled; the first of a type is
  ///   the one that is kept
  public <T> void check(Class<T> root, List<? extends T> samples) {
    check(root, samples, segment(root), Readable.of(Vocabulary.of(root)));
  }

  /// Checks a family whose values are written in another form.
  ///
  /// @param samples as for [#check(Class, List)]
  /// @param directory of its files, below these files' directory
  public <T> void check(Class<T> root, List<? extends T> samples, String directory, Form form) {
    Family<T> family = new Family<>(root, this.directory.resolve(directory), form);
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

  /// The form of logs, which comes back from CBOR too.
  private record Readable(Codec json, Codec cbor) implements Form {
    static Readable of(Vocabulary vocabulary) {
      return new Readable(Codec.json(vocabulary), Codec.cbor(vocabulary));
    }

    @Override
    public JsonNode tree(Object value, Class<?> root) throws IOException {
      assertThat(cbor.read(cbor.write(value, root), root)).as("in CBOR").isEqualTo(value);
      return json.mapper()
          .readTree(
              json.mapper()
                  .writerFor(root)
                  .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                  .writeValueAsBytes(value));
    }

    @Override
    public Object value(JsonNode tree, Class<?> root) throws IOException {
      return json.read(JSON.writeValueAsBytes(tree), root);
    }
  }

  /// One family and its directory.
  private static final class Family<T> {
    private final Class<T> root;
    private final Path directory;
    private final Form form;

    Family(Class<T> root, Path directory, Form form) {
      this.root = root;
      this.directory = directory;
      this.form = form;
    }

    void check(String name, T sample, boolean writing) {
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
      return normal(tree(file)).equals(normal(written(sample)));
    }

    private JsonNode written(Object value) {
      try {
        return form.tree(value, root);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /// Every file still reads, also those of older versions, and the newest to what it says.
    void checkAllRead() {
      for (Path file : files()) {
        Object value;
        try {
          value = form.value(tree(file), root);
        } catch (IOException | UncheckedIOException unreadable) {
          throw new AssertionError(
              "%s is in somebody's log, or was sent by somebody, and no longer reads: %s"
                  .formatted(file, unreadable.getMessage()),
              unreadable);
        }
        String name = value.getClass().getSimpleName();
        assertThat(file.getFileName().toString()).startsWith(name + "-v");
        if (file.equals(file(name, newestVersion(name)))) {
          assertThat(normal(written(value)))
              .as("what %s reads as", file)
              .isEqualTo(normal(tree(file)));
        }
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

    private void write(Path file, T sample) {
      try {
        Files.createDirectories(directory);
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(written(sample)));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private static JsonNode tree(Path file) {
      try {
        return JSON.readTree(Files.readAllBytes(file));
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

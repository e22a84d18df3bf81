package io.troupe.http.document;

import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Problem;
import io.troupe.core.manifest.Reading;
import io.troupe.core.manifest.Tree;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bodies of calls as trees.
public final class Documents {
  private Documents() {}

  /// The one JSON value of an old route's body, whatever its content type. Of keys given twice the
  /// last counts.
  ///
  /// @throws ApiError when it is empty or no JSON
  public static Tree json(Call call) {
    List<Tree> trees = parsed(() -> JsonTrees.read(call.body(), new Building(false)));
    if (trees.size() != 1) {
      throw malformed(
          new Malformed(
              Location.UNKNOWN,
              "",
              trees.isEmpty() ? "the body is empty" : "the body holds several values",
              "send one JSON object"));
    }
    return trees.getFirst();
  }

  /// The documents of a body in YAML or JSON, in which a key may stand only once. A list of
  /// documents counts as its items.
  ///
  /// @throws ApiError when there is none, or it is malformed
  public static List<Tree> manifests(Call call) {
    byte[] body = call.body();
    List<Tree> read =
        parsed(() -> {
          Building building = new Building(true);
          return isJson(body)
              ? JsonTrees.read(body, building)
              : YamlTrees.read(text(body), building);
        });
    List<Tree> documents = new ArrayList<>();
    for (Tree tree : read) {
      if (tree instanceof Tree.Sequence sequence) {
        documents.addAll(sequence.items());
      } else {
        documents.add(tree);
      }
    }
    if (documents.isEmpty()) {
      throw malformed(
          new Malformed(Location.UNKNOWN, "", "the body holds no manifest", "send at least one"));
    }
    return documents;
  }

  /// The value of a reading, with its warnings told to the client.
  ///
  /// @throws ApiError naming every problem
  public static <T> T value(Call call, Reading<T> reading) {
    call.warn(reading.warnings());
    if (!reading.ok()) {
      throw ApiError.problems(reading.problems());
    }
    return reading.requireValue();
  }

  private interface Parsing {
    List<Tree> run();
  }

  private static List<Tree> parsed(Parsing parsing) {
    try {
      return parsing.run();
    } catch (Malformed malformed) {
      throw malformed(malformed);
    }
  }

  private static ApiError malformed(Malformed malformed) {
    Problem problem = malformed.problem();
    return ApiError.problems(List.of(problem));
  }

  /// Whether it begins as JSON does and YAML in braces hardly ever: with a key in quotes. Both
  /// could be read as YAML, but who sends JSON is to be told of its mistakes in terms of JSON.
  private static boolean isJson(byte[] body) {
    boolean open = false;
    for (byte b : body) {
      switch (b) {
        case ' ', '\n', '\r', '\t' -> {}
        case '[', '{' -> open = true;
        default -> {
          return open && (b == '"' || b == '}' || b == ']');
        }
      }
    }
    return open;
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed(Location.UNKNOWN, "", "the body is no UTF-8 text", "save it as UTF-8");
    }
  }
}

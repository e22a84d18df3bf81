package io.troupe.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The saved contexts: which servers the user works with, and which one at present. The file is for
/// its owner's eyes only, since it holds tokens.
///
/// @param current the name of the context in use, empty for none
public record Contexts(String current, Map<String, Context> byName) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /// One server and how to work with it. Empty texts are not set.
  public record Context(String server, String token, String namespace) {
    public static final Context NONE = new Context("", "", "");
  }

  /// Reads the file; without one there are no contexts.
  public static Contexts read(Path file) {
    if (!Files.exists(file)) {
      return new Contexts("", new LinkedHashMap<>());
    }
    JsonNode root;
    try {
      root = Json.parse(Files.readString(file), file.toString());
    } catch (IOException unreadable) {
      throw Failure.failed("cannot read " + file + ": " + unreadable.getMessage());
    }
    Map<String, Context> byName = new LinkedHashMap<>();
    root.path("contexts").properties().forEach(e -> byName.put(e.getKey(), context(e.getValue())));
    return new Contexts(Json.text(root, "current"), byName);
  }

  private static Context context(JsonNode node) {
    return new Context(
        Json.text(node, "server"), Json.text(node, "token"), Json.text(node, "namespace"));
  }

  /// Writes the file anew, whole or not at all.
  public void write(Path file) {
    ObjectNode root = Json.object().put("current", current);
    ObjectNode contexts = root.putObject("contexts");
    byName.forEach((name, context) ->
        contexts
            .putObject(name)
            .put("server", context.server())
            .put("token", context.token())
            .put("namespace", context.namespace()));
    try {
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = directory.resolve(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(fresh, Json.pretty(root) + "\n", StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw Failure.failed("cannot write " + file + ": " + unwritable.getMessage());
    }
  }

  /// The context of a name.
  public Context require(String name) {
    Context context = byName.get(name);
    if (context == null) {
      throw Failure.notFound(
          "there is no context '"
              + name
              + "': make it with `troupe config set-context "
              + name
              + " --server URL`, or see `troupe config get-contexts`");
    }
    return context;
  }
}

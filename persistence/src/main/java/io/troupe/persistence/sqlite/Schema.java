package io.troupe.persistence.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/// The tables, from `schema-<version>.sql` on the class path.
final class Schema {
  private static final int VERSION = 1;

  private Schema() {}

  /// Creates the tables in a new file and refuses one of a newer release.
  static void prepare(Session session, Path path) throws SQLException {
    int found = version(session);
    if (found > VERSION) {
      throw new JournalWriteException(
          "the journal %s has schema %d, and this release knows up to %d; start the newer release again"
              .formatted(path, found, VERSION));
    }
    if (found == 0) {
      session.execute("BEGIN IMMEDIATE");
      for (String statement : script().split(";\\s*\n\n", -1)) {
        if (!statement.isBlank()) {
          session.execute(statement);
        }
      }
      session.execute("COMMIT");
    }
  }

  private static int version(Session session) throws SQLException {
    try (ResultSet tables =
        session
            .prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'")
            .executeQuery()) {
      if (!tables.next() || tables.getInt(1) == 0) {
        return 0;
      }
    }
    try (ResultSet rows =
        session.prepare("SELECT max(version) FROM schema_version").executeQuery()) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static String script() {
    String name = "schema-" + VERSION + ".sql";
    try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

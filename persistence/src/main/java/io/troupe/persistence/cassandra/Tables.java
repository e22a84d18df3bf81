package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.troupe.persistence.history.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of the plugin, from `tables.cql` on the class path.
public final class Tables {
  private static final Pattern NAME = Pattern.compile("CREATE TABLE KS\\.(\\w+)");
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// The key of the mark in the table `metadata`.
  static final String FILLING = "troupe-migration";

  private Tables() {}

  /// What was done about a keyspace or a table.
  ///
  /// @param created whether it was not there before
  public record Step(String what, boolean created) {}

  /// Creates what is not there yet.
  ///
  /// @param replication the keyspace's replication in CQL, as `{'class': …}`
  /// @throws IllegalArgumentException when the keyspace's name is none
  public static List<Step> create(CqlSession session, String keyspace, String replication) {
    if (!PLAIN.matcher(keyspace).matches()) {
      throw new IllegalArgumentException(
          "`"
              + keyspace
              + "` is no name of a keyspace: use up to 48 small letters, digits and underscores");
    }
    List<Step> steps = new ArrayList<>();
    boolean fresh = !keyspaces(session).contains(keyspace);
    if (fresh) {
      execute(
          session,
          "CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = " + replication);
    }
    steps.add(new Step("keyspace " + keyspace, fresh));
    Set<String> there = tables(session, keyspace);
    statements()
        .forEach((table, statement) -> {
          if (!there.contains(table)) {
            execute(
                session,
                statement.replace(
                    "CREATE TABLE KS.", "CREATE TABLE IF NOT EXISTS " + keyspace + "."));
          }
          steps.add(new Step("table " + keyspace + "." + table, !there.contains(table)));
        });
    return steps;
  }

  private static void execute(CqlSession session, String statement) {
    session.execute(SimpleStatement.newInstance(statement).setTimeout(PATIENCE));
  }

  /// The session, when it finds all tables.
  static CqlSession require(CqlSession session, CassandraSettings settings) {
    String keyspace = settings.keyspace();
    Set<String> missing = new TreeSet<>(statements().keySet());
    missing.removeAll(tables(session, keyspace));
    if (!missing.isEmpty()) {
      throw new StorageUnavailable(
          "keyspace `%s` on %s lacks %s; create them with `troupe storage init --contact-points %s --keyspace %s --replication FACTOR`"
              .formatted(
                  keyspace,
                  String.join(", ", settings.contactPoints()),
                  missing.size() == statements().size()
                      ? "all tables"
                      : "the tables " + String.join(", ", missing),
                  String.join(",", settings.contactPoints()),
                  keyspace),
          new IllegalStateException("tables are missing: " + missing));
    }
    return session;
  }

  /// Whether a migration into the keyspace has begun and not ended.
  static boolean isUnfinished(CqlSession session, String keyspace) {
    return session
            .execute(
                SimpleStatement.newInstance(
                    "SELECT persistence_id FROM " + keyspace + ".metadata WHERE persistence_id = ?",
                    FILLING))
            .one()
        != null;
  }

  /// The same, when nobody is filling the tables.
  static CqlSession requireFilled(CqlSession session, CassandraSettings settings) {
    if (isUnfinished(session, settings.keyspace())) {
      throw new StorageUnavailable(
          "a migration into keyspace `%s` has not ended; run `troupe storage migrate` again"
              .formatted(settings.keyspace()),
          new IllegalStateException("unfinished"));
    }
    return session;
  }

  private static Set<String> keyspaces(CqlSession session) {
    return names(
        session, SimpleStatement.newInstance("SELECT keyspace_name FROM system_schema.keyspaces"));
  }

  private static Set<String> tables(CqlSession session, String keyspace) {
    return names(
        session,
        SimpleStatement.newInstance(
            "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace));
  }

  private static Set<String> names(CqlSession session, SimpleStatement statement) {
    Set<String> names = new TreeSet<>();
    session.execute(statement).forEach(row -> names.add(String.valueOf(row.getString(0))));
    return names;
  }

  /// The statements by the tables they create.
  private static Map<String, String> statements() {
    Map<String, String> statements = new LinkedHashMap<>();
    for (String statement : script().split(";\\s*", -1)) {
      Matcher name = NAME.matcher(statement);
      if (name.find()) {
        statements.put(name.group(1), statement.substring(name.start()));
      }
    }
    return statements;
  }

  private static String script() {
    String name = "tables.cql";
    try (InputStream in = Objects.requireNonNull(Tables.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

package io.troupe.persistence.sqlite;

import io.troupe.core.Kind;
import io.troupe.persistence.history.AuditQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An audit query in SQL.
///
/// @param tail everything from `WHERE` on
/// @param parameters the values of its question marks, in order
record AuditSql(String tail, List<Object> parameters) {

  static AuditSql of(AuditQuery query) {
    StringBuilder where = new StringBuilder("WHERE kind IS NOT NULL");
    List<Object> parameters = new ArrayList<>();
    Conditions conditions = new Conditions(where, parameters);
    conditions.add("kind = ?", query.kind() == null ? null : query.kind().label());
    conditions.add("namespace = ?", query.namespace());
    conditions.link(query.kind(), query.link());
    conditions.name(query.name());
    conditions.add("principal = ?", query.principal());
    conditions.add("request = ?", query.request());
    conditions.add("type = ?", query.type());
    conditions.add("at >= ?", query.from() == null ? null : EventRow.micros(query.from()));
    conditions.add("at <= ?", query.to() == null ? null : EventRow.micros(query.to()));
    conditions.add("revision >= ?", query.fromRevision() > 1 ? query.fromRevision() : null);
    conditions.add(
        "revision <= ?", query.toRevision() < Long.MAX_VALUE ? query.toRevision() : null);
    where.append(
        switch (query.order()) {
          case OLDEST_FIRST -> " ORDER BY revision";
          case NEWEST_FIRST -> " ORDER BY revision DESC";
        });
    where.append(" LIMIT ?");
    parameters.add(query.limit());
    return new AuditSql(where.toString(), parameters);
  }

  private record Conditions(StringBuilder where, List<Object> parameters) {
    void add(String condition, @Nullable Object value) {
      if (value != null) {
        where.append(" AND ").append(condition);
        parameters.add(value);
      }
    }

    /// The resource's own index serves a link when the persistence ids it can belong to are named.
    void link(@Nullable Kind kind, @Nullable String link) {
      if (link != null) {
        List<Kind> kinds = kind == null ? List.of(Kind.values()) : List.of(kind);
        where
            .append(" AND persistence_id IN (")
            .append("?, ".repeat(kinds.size() - 1))
            .append("?)");
        kinds.forEach(one -> parameters.add(one.label() + "|" + link));
      }
    }

    /// The last part of the link: all of it, or what follows the last colon.
    void name(@Nullable String name) {
      if (name != null) {
        where.append(" AND (link = ? OR substr(link, -length(?) - 1) = ':' || ?)");
        parameters.addAll(List.of(name, name, name));
      }
    }
  }
}

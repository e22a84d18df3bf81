package io.troupe.persistence.cassandra;

import io.troupe.core.Cause;
import io.troupe.core.Ref;
import io.troupe.persistence.codec.Vocabulary;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.LogEntry;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What of a query the database does not look for itself.
final class AuditFilter {
  private AuditFilter() {}

  static Predicate<LogEntry> of(AuditQuery query, Vocabulary vocabulary) {
    return entry -> {
      Ref resource = entry.id().resource();
      Cause cause = entry.recorded().cause();
      return isWanted(query.kind(), resource.kind())
          && isWanted(query.namespace(), resource.namespace())
          && isWanted(query.link(), resource.link())
          && isWanted(query.name(), resource.name())
          && isWanted(query.principal(), cause.principal())
          && isWanted(query.request(), cause.request())
          && isWanted(query.type(), vocabulary.id(entry.recorded().event().getClass()));
    };
  }

  private static boolean isWanted(@Nullable Object wanted, @Nullable Object found) {
    return wanted == null || wanted.equals(found);
  }
}

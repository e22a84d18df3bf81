package io.troupe.persistence.history;

import io.troupe.core.Kind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to look for in the log. An absent filter lets everything through, and all given ones must
/// hold. Bounds are inclusive.
///
/// @param filters what an entry must have
/// @param from the earliest instant, null for an open end
/// @param to the latest instant, null for an open end
/// @param limit at most this many entries, from the end that [#order()] begins with
public record AuditQuery(
    Map<Filter, String> filters,
    @Nullable Instant from,
    @Nullable Instant to,
    long fromRevision,
    long toRevision,
    int limit,
    Order order) {
  private static final int DEFAULT_LIMIT = 100;

  public AuditQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is at least 1, not " + limit);
    }
    filters = Map.copyOf(filters);
  }

  /// What of an entry can be asked for.
  public enum Filter {
    /// The kind of its resource, as [Kind#name()].
    KIND,
    NAMESPACE,
    /// The self-link of its resource.
    LINK,
    /// The last part of the self-link.
    NAME,
    PRINCIPAL,
    REQUEST,
    /// The event's stored name, as in `pod.PodPlaced`.
    TYPE
  }

  /// Which end of the log comes first.
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /// The newest hundred entries of all.
  public static AuditQuery newest() {
    return new AuditQuery(
        Map.of(), null, null, 1, Long.MAX_VALUE, DEFAULT_LIMIT, Order.NEWEST_FIRST);
  }

  private AuditQuery with(Filter filter, @Nullable String value) {
    Map<Filter, String> changed = new EnumMap<>(Filter.class);
    changed.putAll(filters);
    if (value == null) {
      changed.remove(filter);
    } else {
      changed.put(filter, value);
    }
    return new AuditQuery(changed, from, to, fromRevision, toRevision, limit, order);
  }

  public @Nullable Kind kind() {
    String kind = filters.get(Filter.KIND);
    return kind == null ? null : Kind.valueOf(kind);
  }

  public @Nullable String namespace() {
    return filters.get(Filter.NAMESPACE);
  }

  public @Nullable String link() {
    return filters.get(Filter.LINK);
  }

  public @Nullable String name() {
    return filters.get(Filter.NAME);
  }

  public @Nullable String principal() {
    return filters.get(Filter.PRINCIPAL);
  }

  public @Nullable String request() {
    return filters.get(Filter.REQUEST);
  }

  public @Nullable String type() {
    return filters.get(Filter.TYPE);
  }

  public AuditQuery kind(@Nullable Kind value) {
    return with(Filter.KIND, value == null ? null : value.name());
  }

  public AuditQuery namespace(@Nullable String value) {
    return with(Filter.NAMESPACE, value);
  }

  public AuditQuery link(@Nullable String value) {
    return with(Filter.LINK, value);
  }

  public AuditQuery name(@Nullable String value) {
    return with(Filter.NAME, value);
  }

  public AuditQuery principal(@Nullable String value) {
    return with(Filter.PRINCIPAL, value);
  }

  public AuditQuery request(@Nullable String value) {
    return with(Filter.REQUEST, value);
  }

  public AuditQuery type(@Nullable String value) {
    return with(Filter.TYPE, value);
  }

  /// The same query between two instants; null is an open end.
  public AuditQuery between(@Nullable Instant first, @Nullable Instant last) {
    return new AuditQuery(filters, first, last, fromRevision, toRevision, limit, order);
  }

  /// The same query between two revisions.
  public AuditQuery revisions(long first, long last) {
    return new AuditQuery(filters, from, to, first, last, limit, order);
  }

  public AuditQuery limit(int value) {
    return new AuditQuery(filters, from, to, fromRevision, toRevision, value, order);
  }

  public AuditQuery order(Order value) {
    return new AuditQuery(filters, from, to, fromRevision, toRevision, limit, value);
  }
}

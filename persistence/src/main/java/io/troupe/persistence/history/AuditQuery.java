package io.troupe.persistence.history;

import io.troupe.core.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What to look for in the log. An absent filter lets everything through, and all given ones must
/// hold. Bounds are inclusive.
///
/// @param link the self-link of one resource
/// @param name the last part of the self-link
/// @param type the event's stored name, as in `pod.PodPlaced`
/// @param limit at most this many entries, from the end that [#order()] begins with
public record AuditQuery(
    @Nullable Kind kind,
    @Nullable String namespace,
    @Nullable String link,
    @Nullable String name,
    @Nullable String principal,
    @Nullable String request,
    @Nullable String type,
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
  }

  /// Which end of the log comes first.
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /// The newest hundred entries of all.
  public static AuditQuery newest() {
    return new AuditQuery(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        Long.MAX_VALUE,
        DEFAULT_LIMIT,
        Order.NEWEST_FIRST);
  }

  public AuditQuery kind(@Nullable Kind value) {
    return new AuditQuery(
        value,
        namespace,
        link,
        name,
        principal,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  public AuditQuery namespace(@Nullable String value) {
    return new AuditQuery(
        kind,
        value,
        link,
        name,
        principal,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  public AuditQuery link(@Nullable String value) {
    return new AuditQuery(
        kind,
        namespace,
        value,
        name,
        principal,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  public AuditQuery name(@Nullable String value) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        value,
        principal,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  public AuditQuery principal(@Nullable String value) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        name,
        value,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  public AuditQuery request(@Nullable String value) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        name,
        principal,
        value,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  public AuditQuery type(@Nullable String value) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        name,
        principal,
        request,
        value,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  /// The same query between two instants; null is an open end.
  public AuditQuery between(@Nullable Instant first, @Nullable Instant last) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        name,
        principal,
        request,
        type,
        first,
        last,
        fromRevision,
        toRevision,
        limit,
        order);
  }

  /// The same query between two revisions.
  public AuditQuery revisions(long first, long last) {
    return new AuditQuery(
        kind, namespace, link, name, principal, request, type, from, to, first, last, limit, order);
  }

  public AuditQuery limit(int value) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        name,
        principal,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        value,
        order);
  }

  public AuditQuery order(Order value) {
    return new AuditQuery(
        kind,
        namespace,
        link,
        name,
        principal,
        request,
        type,
        from,
        to,
        fromRevision,
        toRevision,
        limit,
        value);
  }
}

package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.troupe.persistence.history.StorageUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Statements on the keyspace of Troupe, which they name `KS`. Calls wait for the database: use a
/// virtual thread.
final class Cql {
  private final CompletionStage<CqlSession> session;
  private final String keyspace;
  private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();

  Cql(CompletionStage<CqlSession> session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
  }

  /// The same on a session that meets a condition.
  Cql when(UnaryOperator<CqlSession> condition) {
    return new Cql(
        session.thenApplyAsync(condition, command -> Thread.startVirtualThread(command)), keyspace);
  }

  String keyspace() {
    return keyspace;
  }

  /// The session, once there is one.
  CqlSession session() {
    try {
      return session.toCompletableFuture().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof StorageUnavailable unusable) {
        throw unusable;
      }
      throw new StorageUnavailable("no session with Cassandra: " + failed.getMessage(), failed);
    }
  }

  /// Runs a statement and waits for its first rows.
  ResultSet run(String statement, Object... values) {
    return run(bind(statement, values));
  }

  ResultSet run(BoundStatement statement) {
    try {
      return session().execute(statement);
    } catch (DriverException failed) {
      throw unavailable(failed);
    }
  }

  /// The same, with less patience than usual.
  ResultSet runWithin(Duration timeout, String statement, Object... values) {
    return run(bind(statement, values).setTimeout(timeout));
  }

  BoundStatement bind(String statement, Object... values) {
    try {
      return prepared
          .computeIfAbsent(
              statement, text -> session().prepare(text.replace("KS.", keyspace + ".")))
          .bind(values)
          .setIdempotent(true);
    } catch (DriverException failed) {
      throw unavailable(failed);
    }
  }

  /// A question that is understood and allowed may be answered the next time.
  static StorageUnavailable unavailable(RuntimeException failed) {
    return switch (failed) {
      case QueryValidationException refused ->
          new StorageUnavailable("Cassandra refuses: " + refused.getMessage(), refused);
      case RequestThrottlingException full ->
          new StorageUnavailable(
              "Cassandra is too slow: no more requests may wait for it than"
                  + " troupe.cassandra.waiting-requests says; ask again",
              full,
              true);
      default ->
          new StorageUnavailable("Cassandra does not answer: " + failed.getMessage(), failed, true);
    };
  }
}

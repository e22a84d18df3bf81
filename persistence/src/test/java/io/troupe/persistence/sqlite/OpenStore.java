package io.troupe.persistence.sqlite;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.PersistentRepr;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.sample.ShipEvent;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A store in an actor system of its own, written to without actors.
final class OpenStore implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  private final ActorSystem system;
  private final SqliteStore store;
  private final Map<String, Long> numbers = new HashMap<>();

  OpenStore(Path directory) {
    this(StoreConfig.in(directory));
  }

  OpenStore(Config config) {
    system = ActorSystem.create("store", config.withFallback(ConfigFactory.load()));
    store = SqliteStore.of(system);
  }

  ActorSystem system() {
    return system;
  }

  SqliteStore store() {
    return store;
  }

  EventLog log() {
    return store.log();
  }

  /// Stores one event and waits for it.
  EventId append(Ref resource, String reason) {
    return append(resource, BEGIN, Cause.by("alice"), new Sunk(reason));
  }

  /// Stores one event and waits for it.
  EventId append(Ref resource, Instant at, Cause cause, ShipEvent event) {
    long seq = numbers.merge(resource.toString(), 1L, Long::sum);
    write(row(resource.toString(), seq, new Recorded<>(at, cause, event)));
    return new EventId(resource, seq);
  }

  /// Stores an event that is none of a resource, as Akka's sharding does.
  void appendForeign(String persistenceId) {
    write(row(persistenceId, numbers.merge(persistenceId, 1L, Long::sum), "bookkeeping"));
  }

  EventRow row(String persistenceId, long seq, Object payload) {
    return EventRow.of(
        PersistentRepr.apply(payload, seq, persistenceId, "", false, ActorRef.noSender(), "writer"),
        store.form());
  }

  void write(EventRow... rows) {
    submit(rows).orTimeout(1, TimeUnit.MINUTES).join();
  }

  CompletableFuture<Void> submit(EventRow... rows) {
    Write.Append append = new Write.Append(List.of(rows));
    store.writer().submit(append);
    return append.done();
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}

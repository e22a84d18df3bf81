package io.troupe.persistence.contract;

import akka.actor.ActorSystem;
import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol.RecoverySuccess;
import akka.persistence.JournalProtocol.ReplayMessages;
import akka.persistence.JournalProtocol.WriteMessageSuccess;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.JournalProtocol.WriteMessagesSuccessful$;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol.SaveSnapshot;
import akka.persistence.journal.Tagged;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.sample.ShipEvent;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import io.troupe.persistence.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import scala.jdk.javaapi.CollectionConverters;

/// A store in an actor system of its own, written to as a persistent actor does.
public final class WritableStore implements AutoCloseable {
  private static final String VOCABULARY =
      """
      akka.loglevel = "WARNING"
      akka.loggers = ["akka.event.slf4j.Slf4jLogger"]
      troupe.vocabulary {
        ship-events = "io.troupe.persistence.sample.ShipEvent"
        ship-states = "io.troupe.persistence.sample.ShipState"
      }
      """;

  /// Long, since a real database may answer late on a machine that runs much else.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final ActorSystem system;
  private final EventStore store;
  private final String writer = UUID.randomUUID().toString();
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();
  private final Map<String, TestKit> actors = new ConcurrentHashMap<>();

  /// @param config chooses the storage and what it needs
  public WritableStore(Config config) {
    this(config, ConfigFactory.empty());
  }

  public WritableStore(Config config, Config more) {
    system =
        ActorSystem.create(
            "store",
            more.withFallback(config)
                .withFallback(ConfigFactory.parseString(VOCABULARY))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    store = Storage.of(system);
  }

  public ActorSystem system() {
    return system;
  }

  public EventStore store() {
    return store;
  }

  public EventLog log() {
    return store.log();
  }

  /// Goes on after what another has written.
  public void continueAfter(Ref resource, long seq) {
    numbers.put(resource.toString(), seq);
  }

  /// Stores one event, waits for it, and tells of it.
  public EventId append(Ref resource, Instant at, Cause cause, ShipEvent event) {
    EventId id = appendSilently(resource, at, cause, event);
    store.stored(resource, id.seq(), List.of(new Recorded<>(at, cause, event)));
    return id;
  }

  public EventId append(Ref resource, String reason) {
    return append(resource, Instant.now(), Cause.by("alice"), new Sunk(reason));
  }

  /// Stores events of one resource at once, waits for them, and tells of them.
  public void appendAll(Ref resource, int count) {
    List<Recorded<ShipEvent>> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new Recorded<>(Instant.now(), Cause.by("alice"), new Sunk("burst")));
    }
    long first = write(resource.toString(), store.tags(resource), events);
    store.stored(resource, first, events);
  }

  /// Stores one event and dies before telling.
  public EventId appendSilently(Ref resource, Instant at, Cause cause, ShipEvent event) {
    long seq =
        write(resource.toString(), store.tags(resource), List.of(new Recorded<>(at, cause, event)));
    return new EventId(resource, seq);
  }

  /// Stores an event that is none of a resource, as Akka's sharding does.
  public void appendForeign(String persistenceId) {
    write(persistenceId, Set.of(), List.of("bookkeeping"));
  }

  private long write(String persistenceId, Set<String> tags, List<?> payloads) {
    TestKit probe = actors.computeIfAbsent(persistenceId, this::recovered);
    long last = numbers.merge(persistenceId, (long) payloads.size(), Long::sum);
    long first = last - payloads.size() + 1;
    List<PersistentRepr> events = new ArrayList<>();
    for (Object payload : payloads) {
      events.add(
          PersistentRepr.apply(
              tags.isEmpty() ? payload : new Tagged(payload, tags),
              first + events.size(),
              persistenceId,
              "",
              false,
              probe.getRef(),
              writer));
    }
    List<PersistentEnvelope> messages =
        List.of(AtomicWrite.apply(CollectionConverters.asScala(events).toList()));
    tellJournal(
        new WriteMessages(CollectionConverters.asScala(messages).toList(), probe.getRef(), 1),
        probe);
    probe.expectMsg(ANSWER, WriteMessagesSuccessful$.MODULE$);
    payloads.forEach(_ -> probe.expectMsgClass(WriteMessageSuccess.class));
    return first;
  }

  /// An actor that has recovered, as journals expect it before it writes.
  private TestKit recovered(String persistenceId) {
    TestKit probe = new TestKit(system);
    tellJournal(
        new ReplayMessages(Long.MAX_VALUE, Long.MAX_VALUE, 1, persistenceId, probe.getRef()),
        probe);
    probe.expectMsgClass(ANSWER, RecoverySuccess.class);
    return probe;
  }

  private void tellJournal(Object message, TestKit from) {
    Persistence.get(system).journalFor("", ConfigFactory.empty()).tell(message, from.getRef());
  }

  public void saveSnapshot(Ref resource, long seq, State state) {
    TestKit probe = new TestKit(system);
    Persistence.get(system)
        .snapshotStoreFor("", ConfigFactory.empty())
        .tell(
            new SaveSnapshot(SnapshotMetadata.apply(resource.toString(), seq), state),
            probe.getRef());
    probe.expectMsgClass(ANSWER, SaveSnapshotSuccess.class);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}

package io.troupe.persistence.cassandra;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.alpakka.cassandra.CassandraSessionSettings;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.archive.Archive;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.history.StoreHealth;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The Cassandra of one actor system, shared with Akka's plugin. Opening it waits for nothing;
/// reading waits until the database answers.
public final class CassandraStore implements EventStore, Extension {
  private static final Id ID = new Id();
  private static final String PLUGIN = "akka.persistence.cassandra";

  private final TagViews views;
  private final CassandraArchive archive;
  private final LiveFeed live;
  private final CassandraEventLog log;
  private final Probe probe;
  private final Rest rest = new Rest();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();

  private CassandraStore(ExtendedActorSystem system) {
    CassandraSettings settings = CassandraSettings.from(system.settings().config());
    Insistence insistence = new Insistence(rest);
    Cql raw =
        new Cql(
            CassandraSessionRegistry.get(system)
                .sessionFor(CassandraSessionSettings.create(PLUGIN))
                .underlying()
                .thenApplyAsync(
                    session -> insistence.on(() -> Tables.require(session, settings)),
                    command -> Thread.startVirtualThread(command)),
            settings.keyspace());
    Cql cql = raw.when(session -> insistence.on(() -> Tables.requireFilled(session, settings)));
    Payloads payloads = new Payloads(system);
    Messages messages = new Messages(cql, payloads, settings.partitionSize());
    Parallel parallel = new Parallel(settings.reads());
    views = new TagViews(cql, payloads, settings.tags());
    archive =
        new CassandraArchive(
            raw,
            new Messages(raw, payloads, settings.partitionSize()),
            views,
            parallel,
            settings.partitionSize());
    live = new LiveFeed(Adapter.toTyped(system), settings, messages, views, parallel);
    log =
        new CassandraEventLog(
            messages, views, parallel, live, insistence, Codecs.of(system).vocabulary());
    probe = new Probe(cql, settings.probeInterval(), settings.probeTimeout());
    probe.start();
    system.registerOnTermination(this::close);
  }

  /// The Cassandra of this system.
  public static CassandraStore of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  @Override
  public EventLog log() {
    return log;
  }

  @Override
  public StoreHealth health() {
    return new StoreHealth(
        probe.problem(), probe.answered(), 0, live.head(), events.get(), writes.get());
  }

  @Override
  public Set<String> tags(Ref resource) {
    return Set.of(views.tag(resource));
  }

  @Override
  public void stored(Ref resource, long first, List<? extends Recorded<?>> stored) {
    writes.incrementAndGet();
    events.addAndGet(stored.size());
    live.stored(resource, first, stored);
  }

  @Override
  public void expect(EventId event) {
    live.expect(event.resource(), event.seq());
  }

  @Override
  public Archive archive() {
    return archive;
  }

  LiveFeed live() {
    return live;
  }

  private void close() {
    rest.end();
    probe.close();
    live.close();
  }

  private static final class Id extends AbstractExtensionId<CassandraStore> {
    @Override
    public CassandraStore createExtension(ExtendedActorSystem system) {
      return new CassandraStore(system);
    }
  }
}

package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.troupe.core.Ref;
import io.troupe.persistence.archive.Archive;
import io.troupe.persistence.archive.StoredItem.Payload;
import io.troupe.persistence.archive.StoredItem.StoredEvent;
import io.troupe.persistence.archive.StoredItem.StoredSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// All tables of the plugin as a whole. A mark in them says that they are being filled.
final class CassandraArchive implements Archive {
  private static final int CHUNK = 1000;
  private static final String EVENT =
      "INSERT INTO KS.messages (persistence_id, partition_nr, sequence_nr, timestamp, timebucket,"
          + " writer_uuid, ser_id, ser_manifest, event_manifest, event, tags)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)";
  private static final String VIEW =
      "INSERT INTO KS.tag_views (tag_name, timebucket, timestamp, tag_pid_sequence_nr, event,"
          + " event_manifest, persistence_id, sequence_nr, ser_id, ser_manifest, writer_uuid)"
          + " VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)";
  private static final String PROGRESS =
      "INSERT INTO KS.tag_write_progress (persistence_id, tag, sequence_nr, tag_pid_sequence_nr,"
          + " offset) VALUES (?, ?, ?, ?, ?)";
  private static final String ID = "INSERT INTO KS.all_persistence_ids (persistence_id) VALUES (?)";
  private static final String SNAPSHOT =
      "INSERT INTO KS.snapshots (persistence_id, sequence_nr, timestamp, ser_id, ser_manifest,"
          + " snapshot_data) VALUES (?, ?, ?, ?, ?, ?)";
  private static final String LATEST =
      "SELECT persistence_id, sequence_nr, timestamp, ser_id, ser_manifest, snapshot_data"
          + " FROM KS.snapshots PER PARTITION LIMIT 1";
  private static final String MARK =
      "INSERT INTO KS.metadata (persistence_id, deleted_to, properties) VALUES (?, 0, ?)";
  private static final String UNMARK = "DELETE FROM KS.metadata WHERE persistence_id = ?";
  private static final String ANY = "SELECT persistence_id FROM KS.messages LIMIT 1";

  private final Cql cql;
  private final Messages messages;
  private final TagViews views;
  private final Parallel parallel;
  private final long partitionSize;

  CassandraArchive(
      Cql cql, Messages messages, TagViews views, Parallel parallel, long partitionSize) {
    this.cql = cql;
    this.messages = messages;
    this.views = views;
    this.parallel = parallel;
    this.partitionSize = partitionSize;
  }

  @Override
  public String name() {
    return "Cassandra's keyspace " + cql.keyspace();
  }

  @Override
  public boolean isEmpty() {
    return cql.run(ANY).one() == null;
  }

  @Override
  public boolean isUnfinished() {
    return Tables.isUnfinished(cql.session(), cql.keyspace());
  }

  /// Where an event stands in the order of time.
  private record Place(long at, String persistenceId, long seq) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTime = Long.compare(at, other.at);
      int byId = byTime != 0 ? byTime : persistenceId.compareTo(other.persistenceId);
      return byId != 0 ? byId : Long.compare(seq, other.seq);
    }
  }

  @Override
  public void events(Consumer<StoredEvent> consumer) {
    Place[] places = places();
    for (int from = 0; from < places.length; from += CHUNK) {
      List<Place> chunk =
          Arrays.asList(places).subList(from, Math.min(places.length, from + CHUNK));
      Map<Place, StoredEvent> found = read(chunk);
      chunk.forEach(place -> consumer.accept(Objects.requireNonNull(found.get(place))));
    }
  }

  private Place[] places() {
    List<Place> places = new ArrayList<>();
    parallel.<Ref>each(
        messages::everyResource,
        resource -> {
          List<Place> own = new ArrayList<>();
          long[] last = {0};
          messages.stored(
              resource,
              1,
              Long.MAX_VALUE,
              event -> {
                last[0] = Math.max(last[0], event.at());
                own.add(new Place(last[0], event.persistenceId(), event.seq()));
              });
          synchronized (places) {
            places.addAll(own);
          }
        });
    Place[] sorted = places.toArray(Place[]::new);
    Arrays.sort(sorted);
    return sorted;
  }

  private Map<Place, StoredEvent> read(List<Place> chunk) {
    Map<String, TreeMap<Long, Place>> byResource = new TreeMap<>();
    chunk.forEach(place ->
        byResource
            .computeIfAbsent(place.persistenceId(), _ -> new TreeMap<>())
            .put(place.seq(), place));
    Map<Place, StoredEvent> found = new ConcurrentHashMap<>();
    parallel.<Map.Entry<String, TreeMap<Long, Place>>>each(
        sink -> byResource.entrySet().forEach(sink),
        wanted ->
            messages.stored(
                Ref.parse(wanted.getKey()),
                wanted.getValue().firstKey(),
                wanted.getValue().lastKey(),
                event -> {
                  Place place = wanted.getValue().get(event.seq());
                  if (place != null) {
                    found.put(place, event);
                  }
                }));
    return found;
  }

  @Override
  public void snapshots(Consumer<StoredSnapshot> consumer) {
    for (Row row : cql.run(LATEST)) {
      String id = String.valueOf(row.getString("persistence_id"));
      if (Payloads.resource(id) != null) {
        consumer.accept(
            new StoredSnapshot(
                id,
                row.getLong("sequence_nr"),
                row.getLong("timestamp") * 1000,
                Payloads.raw(row, "snapshot_data")));
      }
    }
  }

  @Override
  public void begin() {
    cql.run(MARK, Tables.FILLING, Map.of("state", "filling"));
  }

  @Override
  public void storeEvents(List<StoredEvent> events) {
    List<BoundStatement> statements = new ArrayList<>();
    Map<String, StoredEvent> last = new TreeMap<>();
    for (StoredEvent event : events) {
      add(event, statements);
      last.put(event.persistenceId(), event);
    }
    last.values()
        .forEach(event ->
            statements.add(
                cql.bind(
                    PROGRESS,
                    event.persistenceId(),
                    views.tag(Ref.parse(event.persistenceId())),
                    event.seq(),
                    event.seq(),
                    time(event))));
    run(statements);
  }

  private void add(StoredEvent event, List<BoundStatement> statements) {
    String id = event.persistenceId();
    String tag = views.tag(Ref.parse(id));
    UUID time = time(event);
    long bucket = TagViews.bucket(Math.floorDiv(event.at(), 1000));
    Payload payload = event.payload();
    ByteBuffer bytes = ByteBuffer.wrap(payload.bytes());
    if (event.seq() == 1) {
      statements.add(cql.bind(ID, id));
    }
    statements.add(
        cql.bind(
            EVENT,
            id,
            (event.seq() - 1) / partitionSize,
            event.seq(),
            time,
            Long.toString(bucket),
            event.writer(),
            payload.serializer(),
            payload.manifest(),
            bytes,
            Set.of(tag)));
    statements.add(
        cql.bind(
            VIEW,
            tag,
            bucket,
            time,
            event.seq(),
            bytes.duplicate(),
            id,
            event.seq(),
            payload.serializer(),
            payload.manifest(),
            event.writer()));
  }

  /// The time of an event as a version 1 UUID, the same each time: who begins again overwrites.
  static UUID time(StoredEvent event) {
    long ticks = event.at() * 10 + 0x01B21DD213814000L;
    long high =
        (ticks << 32) | ((ticks & 0xFFFF00000000L) >>> 16) | 0x1000L | ((ticks >>> 48) & 0x0FFFL);
    long node = event.persistenceId().hashCode() * 0x9E3779B97F4A7C15L + event.seq();
    return new UUID(high, (node & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
  }

  @Override
  public void storeSnapshots(List<StoredSnapshot> snapshots) {
    run(
        snapshots.stream()
            .map(snapshot ->
                cql.bind(
                    SNAPSHOT,
                    snapshot.persistenceId(),
                    snapshot.seq(),
                    Math.floorDiv(snapshot.at(), 1000),
                    snapshot.payload().serializer(),
                    snapshot.payload().manifest(),
                    ByteBuffer.wrap(snapshot.payload().bytes())))
            .toList());
  }

  private void run(List<BoundStatement> statements) {
    CqlSession session = cql.session();
    List<CompletionStage<AsyncResultSet>> running =
        statements.stream().map(session::executeAsync).toList();
    try {
      running.forEach(one -> one.toCompletableFuture().join());
    } catch (CompletionException failed) {
      throw Cql.unavailable(failed);
    }
  }

  @Override
  public void finish() {
    cql.run(UNMARK, Tables.FILLING);
  }
}

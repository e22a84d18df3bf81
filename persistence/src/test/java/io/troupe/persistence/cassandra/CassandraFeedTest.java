package io.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.persistence.cassandra.FaultyCourier.Faults;
import io.troupe.persistence.contract.WritableStore;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the feed makes of publications that are lost, doubled and overtaken. Nothing may be left
/// out, doubled or out of its resource's order, at the member that wrote it and at another.
class CassandraFeedTest {
  private static final int RESOURCES = 20;
  private static final int ROUNDS = 30;
  private static final Duration SOON = Duration.ofSeconds(60);

  private static String keyspace;

  private WritableStore writer;
  private WritableStore other;
  private List<EventId> atWriter;
  private List<EventId> atOther;

  @BeforeAll
  static void createTables() {
    keyspace = SharedCassandra.keyspace();
  }

  @BeforeEach
  void startMembers() {
    SharedCassandra.empty(keyspace);
    writer = member();
    other = member();
    atWriter = follow(writer);
    atOther = follow(other);
  }

  private static WritableStore member() {
    return member("troupe.cassandra.feed.far-look-interval = 5s");
  }

  private static WritableStore member(String settings) {
    return new WritableStore(SharedCassandra.config(keyspace), ConfigFactory.parseString(settings));
  }

  private static List<EventId> follow(WritableStore member) {
    List<EventId> seen = new CopyOnWriteArrayList<>();
    long head = member.log().rebuild(_ -> {}, _ -> {});
    member.log().subscribe(head, entry -> seen.add(entry.id()));
    return seen;
  }

  @AfterEach
  void stop() {
    writer.close();
    other.close();
  }

  private LiveFeed live(WritableStore member) {
    return ((CassandraStore) member.store()).live();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void burstsOverABadWayArriveCompleteAndInOrder(long seed) {
    FaultyCourier courier = new FaultyCourier(seed, new Faults(15, 15, 20));
    live(writer).courier(courier);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < RESOURCES; i++) {
        writer.appendAll(resource(i), 1 + (round + i) % 5);
      }
    }
    assertComplete(atWriter);
    assertComplete(atOther);
    assertThat(live(writer).filled()).isPositive();
  }

  @Test
  void aLostLastMessageIsFoundInTheTables() {
    writer.appendAll(resource(0), 3);
    assertComplete(atWriter);
    live(writer).courier(new FaultyCourier(1, Faults.ALL_LOST));
    writer.appendAll(resource(0), 2);
    writer.appendAll(resource(1), 1);
    assertComplete(atWriter);
    assertComplete(atOther);
  }

  @Test
  void whatAMemberStoredBeforeItDiedIsFound() {
    EventId orphan =
        writer.appendSilently(resource(7), Instant.now(), Cause.by("alice"), new Sunk("untold"));
    await().atMost(SOON).untilAsserted(() -> assertThat(atWriter).contains(orphan));
    await().atMost(SOON).untilAsserted(() -> assertThat(atOther).contains(orphan));
  }

  /// By a member that never looks through the tables by itself while this runs.
  @Test
  void anEventThatSomebodyWaitsForIsReadAtOnce() {
    live(writer).courier(new FaultyCourier(1, Faults.ALL_LOST));
    WritableStore trusting =
        member("troupe.cassandra.feed { look-interval = 1h, far-look-interval = 1h }");
    try {
      List<EventId> seen = follow(trusting);
      EventId event = writer.append(resource(3), "told to nobody");
      trusting.store().expect(event);
      await().atMost(SOON).untilAsserted(() -> assertThat(seen).contains(event));
    } finally {
      trusting.close();
    }
  }

  @Test
  void whoResumesOnAnotherMemberMissesNothing() {
    List<EventId> seen = new CopyOnWriteArrayList<>();
    List<LogEntry> entries = new CopyOnWriteArrayList<>();
    var first =
        writer
            .log()
            .subscribe(
                writer.log().head(),
                entry -> {
                  seen.add(entry.id());
                  entries.add(entry);
                });
    IntStream.range(0, 10).forEach(i -> writer.appendAll(resource(i), 4));
    await().atMost(ONE_MINUTE).until(() -> seen.size() > 12);
    first.close();
    long resumeAt = entries.getLast().revision();
    IntStream.range(0, 10).forEach(i -> writer.appendAll(resource(i), 4));
    other.log().subscribe(resumeAt, entry -> seen.add(entry.id()));
    await().atMost(SOON).untilAsserted(() -> assertThat(seen).containsAll(atWriterComplete(10, 8)));
  }

  private static List<EventId> atWriterComplete(int resources, int events) {
    return IntStream.range(0, resources)
        .boxed()
        .flatMap(
            i -> LongStream.rangeClosed(1, events).mapToObj(seq -> new EventId(resource(i), seq)))
        .toList();
  }

  private static Ref resource(int number) {
    return new Ref(Kind.POD, "demo:web:d_v1:p" + number);
  }

  /// All that is stored was handed on, each once, in the order of its resource.
  private void assertComplete(List<EventId> seen) {
    Map<Ref, List<Long>> stored = new TreeMap<>();
    for (int i = 0; i < RESOURCES; i++) {
      List<Long> numbers =
          writer.log().events(resource(i), 1, Long.MAX_VALUE).stream()
              .map(entry -> entry.id().seq())
              .toList();
      if (!numbers.isEmpty()) {
        stored.put(resource(i), numbers);
      }
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(numbers(seen)).isEqualTo(stored));
  }

  private static Map<Ref, List<Long>> numbers(List<EventId> seen) {
    Map<Ref, List<Long>> numbers = new TreeMap<>();
    seen.forEach(
        id -> numbers.computeIfAbsent(id.resource(), _ -> new ArrayList<>()).add(id.seq()));
    return numbers;
  }
}

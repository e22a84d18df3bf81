package io.troupe.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");
  private static final int FEED_BUFFER = 50;

  @TempDir private Path directory;
  private OpenStore open;

  @BeforeEach
  void openStore() {
    open =
        new OpenStore(
            ConfigFactory.parseString("troupe.journal.feed-buffer = " + FEED_BUFFER)
                .withFallback(StoreConfig.in(directory)));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void handsOnWhatIsStoredAndThenWhatComes() {
    append(3);
    List<Long> seen = new CopyOnWriteArrayList<>();
    open.log().subscribe(1, entry -> seen.add(entry.revision()));
    await().atMost(ONE_MINUTE).until(() -> seen.size() == 2);
    append(2);
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(seen).containsExactly(2L, 3L, 4L, 5L));
  }

  @Test
  void handsOnTheVeryObjectThatWasWritten() {
    List<LogEntry> seen = new CopyOnWriteArrayList<>();
    open.log().subscribe(0, seen::add);
    var recorded = new Recorded<>(OpenStore.BEGIN, Cause.by("alice"), new Sunk("wind"));
    open.write(open.row(POD.toString(), 1, recorded));
    await().atMost(ONE_MINUTE).until(() -> seen.size() == 1);
    assertThat(seen.getFirst().recorded()).isSameAs(recorded);
  }

  @Test
  void passesOverBookkeepingWithoutStoppingAtIt() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    open.appendForeign("/sharding/a");
    open.log().subscribe(0, entry -> seen.add(entry.revision()));
    append(1);
    open.appendForeign("/sharding/a");
    append(1);
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(seen).containsExactly(2L, 4L));
  }

  @Test
  void aSlowSubscriberHoldsNobodyUpAndMissesNothing() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Long> slow = new CopyOnWriteArrayList<>();
    open.log()
        .subscribe(
            0,
            entry -> {
              slow.add(entry.revision());
              first.countDown();
              awaitQuietly(goOn);
            });
    append(1);
    first.await();
    List<Long> fast = new CopyOnWriteArrayList<>();
    open.log().subscribe(0, entry -> fast.add(entry.revision()));
    append(FEED_BUFFER * 4);
    await().atMost(ONE_MINUTE).until(() -> fast.size() == FEED_BUFFER * 4 + 1);
    assertThat(slow).hasSize(1);
    goOn.countDown();
    await().atMost(ONE_MINUTE).until(() -> slow.size() == FEED_BUFFER * 4 + 1);
    List<Long> all = LongStream.rangeClosed(1, FEED_BUFFER * 4 + 1).boxed().toList();
    assertThat(slow).isEqualTo(all);
    assertThat(fast).isEqualTo(all);
  }

  @Test
  void subscribersThatComeDuringABurstSeeEveryRevisionOnce() {
    int events = 3000;
    List<List<Long>> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (int i = 1; i <= events; i++) {
      last =
          open.submit(
              open.row(
                  "pod|demo:p" + i,
                  1,
                  new Recorded<>(OpenStore.BEGIN, Cause.by("alice"), new Sunk("x"))));
      if (i % 300 == 0) {
        List<Long> mine = new CopyOnWriteArrayList<>();
        seen.add(mine);
        open.log().subscribe(0, entry -> mine.add(entry.revision()));
      }
    }
    last.join();
    List<Long> all = LongStream.rangeClosed(1, events).boxed().toList();
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(seen).allSatisfy(mine -> assertThat(mine).isEqualTo(all)));
  }

  @Test
  void aClosedSubscriptionEnds() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    Subscription subscription = open.log().subscribe(0, entry -> seen.add(entry.revision()));
    append(1);
    await().atMost(ONE_MINUTE).until(() -> seen.size() == 1);
    subscription.close();
    subscription.done().toCompletableFuture().join();
    append(1);
    assertThat(seen).hasSize(1);
  }

  @Test
  void aSubscriberThatThrowsEndsAloneAndTellsWhy() {
    List<Long> other = new CopyOnWriteArrayList<>();
    open.log().subscribe(0, entry -> other.add(entry.revision()));
    Subscription broken =
        open.log()
            .subscribe(
                0,
                entry -> {
                  throw new IllegalStateException("cannot take it");
                });
    append(2);
    assertThat(broken.done().toCompletableFuture())
        .failsWithin(ONE_MINUTE)
        .withThrowableThat()
        .withMessageContaining("cannot take it");
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(other).containsExactly(1L, 2L));
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      open.append(POD, "wind");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

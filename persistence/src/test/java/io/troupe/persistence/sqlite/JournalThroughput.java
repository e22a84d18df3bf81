package io.troupe.persistence.sqlite;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol.WriteMessageSuccess;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.JournalProtocol.WriteMessagesFailed;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.StoreHealth;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import scala.jdk.javaapi.CollectionConverters;

/// Measures the journal alone: writers that each wait for their event to be on disk before they
/// send the next. Run by hand: `JournalThroughput <events> <writers> [directory]`.
public final class JournalThroughput {
  private static final String PADDING = "x".repeat(256);

  private JournalThroughput() {}

  /// Prints events per second and the percentiles of the time to acknowledgement.
  public static void main(String[] args) throws Exception {
    int events = Integer.parseInt(args[0]);
    int writers = Integer.parseInt(args[1]);
    Path directory =
        Files.createTempDirectory(Path.of(args.length > 2 ? args[2] : "target"), "journal");
    ActorSystem system =
        ActorSystem.create(
            "throughput", StoreConfig.in(directory).withFallback(ConfigFactory.load()));
    for (int round = 1; round <= 4; round++) {
      measure(system, round, events, writers);
    }
    measureRebuild(SqliteStore.of(system).log());
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private static void measure(ActorSystem system, int round, int events, int writers)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(writers);
    ActorRef journal = Persistence.get(system).journalFor("", ConfigFactory.empty());
    int each = events / writers;
    long[] latencies = new long[each * writers];
    long start = System.nanoTime();
    for (int i = 0; i < writers; i++) {
      String id = "pod|demo:web" + i % 50 + ":d_v1:" + round + "x" + i;
      int offset = i * each;
      ActorRef writer =
          system.actorOf(
              Props.create(
                  ClosedLoop.class,
                  () -> new ClosedLoop(journal, id, each, latencies, offset, done)));
      writer.tell("go", ActorRef.noSender());
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(latencies);
    StoreHealth health = SqliteStore.of(system).health();
    System.out.printf(
        "%,d events in %.2f s: %,.0f/s, p50 %.2f ms, p99 %.2f ms, max %.2f ms; %d commits so far%n",
        latencies.length,
        seconds,
        latencies.length / seconds,
        latencies[latencies.length / 2] / 1e6,
        latencies[latencies.length / 100 * 99] / 1e6,
        latencies[latencies.length - 1] / 1e6,
        health.commits());
  }

  private static void measureRebuild(EventLog log) {
    for (int round = 1; round <= 3; round++) {
      long[] count = {0};
      long start = System.nanoTime();
      log.rebuild(state -> {}, entry -> count[0]++);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "rebuilt from %,d events in %.2f s: %,.0f/s%n", count[0], seconds, count[0] / seconds);
    }
  }

  private static final class ClosedLoop extends AbstractActor {
    private final ActorRef journal;
    private final String persistenceId;
    private final int count;
    private final long[] latencies;
    private final int offset;
    private final CountDownLatch done;
    private int seq;
    private long sent;

    ClosedLoop(
        ActorRef journal,
        String persistenceId,
        int count,
        long[] latencies,
        int offset,
        CountDownLatch done) {
      this.journal = journal;
      this.persistenceId = persistenceId;
      this.count = count;
      this.latencies = latencies;
      this.offset = offset;
      this.done = done;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchEquals("go", go -> send())
          .match(WriteMessageSuccess.class, written -> acknowledged())
          .match(WriteMessagesFailed.class, failed -> failed.cause().printStackTrace())
          .matchAny(other -> {})
          .build();
    }

    private void acknowledged() {
      latencies[offset + seq - 1] = System.nanoTime() - sent;
      if (seq == count) {
        done.countDown();
        getContext().stop(getSelf());
      } else {
        send();
      }
    }

    private void send() {
      seq++;
      Cause cause =
          new Cause("alice", "r-" + seq, new EventId(new Ref(Kind.SERVICE, "demo:web"), seq));
      PersistentRepr event =
          PersistentRepr.apply(
              new Recorded<>(Instant.now(), cause, new Sunk(PADDING)),
              seq,
              persistenceId,
              "",
              false,
              ActorRef.noSender(),
              "writer");
      List<PersistentEnvelope> messages = List.of(AtomicWrite.apply(event));
      sent = System.nanoTime();
      journal.tell(
          new WriteMessages(CollectionConverters.asScala(messages).toList(), getSelf(), 1),
          getSelf());
    }
  }
}

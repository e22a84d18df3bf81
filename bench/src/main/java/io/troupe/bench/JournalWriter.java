package io.troupe.bench;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.Props;
import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol.WriteMessageSuccess;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.JournalProtocol.WriteMessagesFailed;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.pod.PodEvent.PodDestroyRequested;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import scala.jdk.javaapi.CollectionConverters;

/// One resource that writes event after event by Akka's journal protocol.
final class JournalWriter extends AbstractActor {
  static final Object GO = "go";
  private static final String TEXT = "x".repeat(256);

  private final ActorRef journal;
  private final String persistenceId;
  private final int count;
  private final Histogram latencies;
  private final CountDownLatch done;
  private int seq;
  private long sentNanos;

  private JournalWriter(
      ActorRef journal, String persistenceId, int count, Histogram latencies, CountDownLatch done) {
    this.journal = journal;
    this.persistenceId = persistenceId;
    this.count = count;
    this.latencies = latencies;
    this.done = done;
  }

  static Props props(
      ActorRef journal, String persistenceId, int count, Histogram latencies, CountDownLatch done) {
    return Props.create(
        JournalWriter.class,
        () -> new JournalWriter(journal, persistenceId, count, latencies, done));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .matchEquals(GO, _ -> send())
        .match(WriteMessageSuccess.class, _ -> acknowledged())
        .match(
            WriteMessagesFailed.class,
            failed -> {
              throw new IllegalStateException(failed.cause());
            })
        .matchAny(_ -> {})
        .build();
  }

  private void acknowledged() {
    latencies.recordValue(System.nanoTime() - sentNanos);
    if (seq == count) {
      done.countDown();
      getContext().stop(getSelf());
    } else {
      send();
    }
  }

  private void send() {
    seq++;
    Cause cause = new Cause("bench", null, new EventId(new Ref(Kind.SERVICE, "bench:web"), seq));
    PersistentRepr event =
        PersistentRepr.apply(
            new Recorded<>(Instant.now(), cause, new PodDestroyRequested(TEXT)),
            seq,
            persistenceId,
            "",
            false,
            ActorRef.noSender(),
            "writer");
    List<PersistentEnvelope> messages = List.of(AtomicWrite.apply(event));
    sentNanos = System.nanoTime();
    journal.tell(
        new WriteMessages(CollectionConverters.asScala(messages).toList(), getSelf(), 1),
        getSelf());
  }
}

package io.troupe.persistence.sqlite;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.PersistentRepr;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Recorded;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Writes as fast as it can and prints the persistence id and number of each event once it is
/// acknowledged, until it is killed.
public final class CrashWriter {
  private static final int WRITERS = 32;

  private CrashWriter() {}

  /// Takes the directory of the journal and the round, which makes the persistence ids unique.
  public static void main(String[] args) throws InterruptedException {
    ActorSystem system =
        ActorSystem.create(
            "crash", StoreConfig.in(Path.of(args[0])).withFallback(ConfigFactory.load()));
    SqliteStore store = SqliteStore.of(system);
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
    Thread[] writers = new Thread[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      String id = "pod|demo:round" + args[1] + ":" + i;
      writers[i] = Thread.ofVirtual().start(() -> write(store, id, out));
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private static void write(SqliteStore store, String id, PrintStream out) {
    for (long seq = 1; ; seq += 2) {
      Write.Append pair = new Write.Append(List.of(row(store, id, seq), row(store, id, seq + 1)));
      store.writer().submit(pair);
      pair.done().join();
      out.println(id + " " + (seq + 1));
      out.flush();
    }
  }

  private static EventRow row(SqliteStore store, String id, long seq) {
    return EventRow.of(
        PersistentRepr.apply(
            new Recorded<>(Instant.now(), Cause.by("alice"), new Sunk("wind")),
            seq,
            id,
            "",
            false,
            ActorRef.noSender(),
            "writer"),
        store.form());
  }
}

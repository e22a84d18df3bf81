package io.troupe.bench;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.SystemConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// The journal alone: writers of many resources, each of which waits until its event of 256 bytes
/// is on disk before it sends the next. Beside it, in turns, `etcdctl check perf` against an etcd
/// on the same disk, when there is one. Options: `--events`, `--writers`, `--runs`, `--dir`,
/// `--etcd-load` (`s`, `m`, `l`, `xl`, or `none`).
public final class JournalBench {
  private JournalBench() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Path directory = Files.createTempDirectory(Path.of(options.text("dir", "/tmp")), "journal");
    int events = options.number("events", 200_000);
    int writers = options.number("writers", 120);
    String etcdLoad = options.text("etcd-load", "xl");
    double[] rates = new double[options.number("runs", 3)];
    double[] references = new double[rates.length];
    ActorSystem system = start(directory);
    Histogram latencies = new ConcurrentHistogram(3);
    measure(system, "warm", events / 4, writers, new ConcurrentHistogram(3));
    boolean compare = !etcdLoad.equals("none") && Etcd.isThere();
    for (int run = 0; run < rates.length; run++) {
      rates[run] = measure(system, "run" + run, events, writers, latencies);
      if (compare) {
        references[run] = Etcd.throughput(directory.resolve("etcd" + run), etcdLoad);
      }
    }
    Summary.header();
    Summary ours = Summary.of(rates);
    ours.print("events/s, 256 bytes, after fsync");
    if (compare) {
      Summary etcd = Summary.of(references);
      etcd.print("etcd writes/s, etcdctl check perf " + etcdLoad);
      ours.printRatio("ratio", etcd);
    } else {
      System.out.println("no etcd beside it (apt-get install etcd-server etcd-client)");
    }
    System.out.printf(
        Locale.ROOT,
        "%d writers: p50 %.2f ms, p99 %.2f ms, max %.2f ms to acknowledgement%n",
        writers,
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6,
        latencies.getMaxValue() / 1e6);
    Machine.print();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    Scratch.delete(directory);
  }

  private static ActorSystem start(Path directory) {
    return ActorSystem.create(
        "troupe",
        SystemConfig.of(
            ConfigFactory.parseString(
                "akka.actor.provider = local, troupe.journal.path = \""
                    + directory.resolve("troupe.db")
                    + "\"")));
  }

  private static double measure(
      ActorSystem system, String name, int events, int writers, Histogram latencies)
      throws InterruptedException {
    ActorRef journal = Persistence.get(system).journalFor("", ConfigFactory.empty());
    CountDownLatch done = new CountDownLatch(writers);
    int each = events / writers;
    long start = System.nanoTime();
    for (int i = 0; i < writers; i++) {
      String id = "pod|bench:web" + i % 50 + ":d_v1:" + name + "x" + i;
      system
          .actorOf(JournalWriter.props(journal, id, each, latencies, done))
          .tell(JournalWriter.GO, ActorRef.noSender());
    }
    if (!done.await(3, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the journal did not acknowledge within three minutes");
    }
    return each * writers * 1e9 / (System.nanoTime() - start);
  }
}

package io.troupe.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol.WriteMessageFailure;
import akka.persistence.JournalProtocol.WriteMessageSuccess;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.JournalProtocol.WriteMessagesFailed;
import akka.persistence.JournalProtocol.WriteMessagesSuccessful$;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.StoreHealth;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/// A real file system that is really full: a tmpfs of eight megabytes, which needs root.
class FullDiskTest {
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");

  @TempDir private Path directory;
  private boolean mounted;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString());
    assumeTrue(mounted, "cannot mount a tmpfs here: needs root and CAP_SYS_ADMIN");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", directory.toString())).isTrue();
    }
  }

  @Test
  void refusesWritesAndServesReadsUntilThereIsRoomAgain() throws Exception {
    try (OpenStore open = new OpenStore(directory)) {
      open.append(POD, "first");
      Path ballast = fillUp();
      String big = "x".repeat(100_000);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  open.append(new Ref(Kind.POD, "demo:big"), big);
                }
              })
          .hasMessageContaining("not written to the journal");
      StoreHealth health = open.store().health();
      assertThat(health.isWritable()).isFalse();
      assertThat(open.log().events(POD, 1, 10)).hasSize(1);
      long head = open.log().head();

      Files.delete(ballast);
      await()
          .atMost(ONE_MINUTE)
          .untilAsserted(() -> assertThat(open.store().health().isWritable()).isTrue());
      open.append(POD, "second");
      assertThat(open.log().head()).isEqualTo(head + 1);
      assertThat(open.log().events(POD, 1, 10)).hasSize(2);
    }
  }

  @Test
  void failsTheWriteOfAnActorAndTakesTheNextAsSoonAsThereIsRoom() throws Exception {
    try (OpenStore open = new OpenStore(directory)) {
      open.append(POD, "first");
      Path ballast = fillUp();
      TestKit actor = new TestKit(open.system());
      write(open, actor, "x".repeat(1_000_000));
      actor.expectMsgClass(WriteMessagesFailed.class);
      assertThat(actor.expectMsgClass(WriteMessageFailure.class).cause())
          .isInstanceOf(JournalWriteException.class);
      Files.delete(ballast);
      write(open, actor, "second");
      actor.expectMsg(WriteMessagesSuccessful$.MODULE$);
      actor.expectMsgClass(WriteMessageSuccess.class);
      assertThat(open.log().events(POD, 1, 10)).hasSize(2);
    }
  }

  private static void write(OpenStore open, TestKit actor, String reason) {
    PersistentRepr event =
        PersistentRepr.apply(
            new Recorded<>(OpenStore.BEGIN, Cause.by("alice"), new Sunk(reason)),
            2,
            POD.toString(),
            "",
            false,
            actor.getRef(),
            "writer");
    List<PersistentEnvelope> messages = List.of(AtomicWrite.apply(event));
    Persistence.get(open.system())
        .journalFor("", ConfigFactory.empty())
        .tell(
            new WriteMessages(CollectionConverters.asScala(messages).toList(), actor.getRef(), 1),
            actor.getRef());
  }

  private Path fillUp() {
    Path ballast = directory.resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[64 * 1024];
      for (int i = 0; i < 1000; i++) {
        out.write(block);
      }
      throw new AssertionError("the disk is larger than it should be");
    } catch (IOException full) {
      return ballast;
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException noSuchProgram) {
      return false;
    }
    return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
  }
}

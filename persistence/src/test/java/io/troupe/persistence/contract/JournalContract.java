package io.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.persistence.AtomicWrite;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.JournalProtocol.DeleteMessagesTo;
import akka.persistence.JournalProtocol.RecoverySuccess;
import akka.persistence.JournalProtocol.ReplayMessages;
import akka.persistence.JournalProtocol.ReplayedMessage;
import akka.persistence.JournalProtocol.WriteMessageRejected;
import akka.persistence.JournalProtocol.WriteMessageSuccess;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.JournalProtocol.WriteMessagesSuccessful$;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scala.jdk.javaapi.CollectionConverters;

/// What a persistent actor may expect of its journal. Each case has a fresh persistence id with
/// five events, the last two of them written atomically.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class JournalContract {
  private static final int INSTANCE = 7;
  private static final long ALL = Long.MAX_VALUE;

  private PluginSystem plugins;
  private String persistenceId;
  private String writer;
  private TestKit sender;
  private TestKit receiver;

  /// The configuration that makes the journal under test the default one.
  protected abstract Config journal();

  @BeforeAll
  void startSystem() {
    plugins = new PluginSystem(journal());
  }

  @AfterAll
  void stopSystem() {
    plugins.close();
  }

  @BeforeEach
  void writeFiveEvents() {
    persistenceId = "actor-" + UUID.randomUUID();
    writer = UUID.randomUUID().toString();
    sender = plugins.probe();
    receiver = plugins.probe();
    write(atomic(event(1)), atomic(event(2)), atomic(event(3)), atomic(event(4), event(5)));
    expectWritten(1, 2, 3, 4, 5);
  }

  @Test
  void replaysAllEvents() {
    replay(1, ALL, ALL);
    expectReplayed(1, 2, 3, 4, 5);
  }

  @Test
  void replaysFromALowerBound() {
    replay(3, ALL, ALL);
    expectReplayed(3, 4, 5);
  }

  @Test
  void replaysUpToAnUpperBound() {
    replay(1, 3, ALL);
    expectReplayed(1, 2, 3);
  }

  @Test
  void replaysAsManyAsTheLimitAllows() {
    replay(1, ALL, 3);
    expectReplayed(1, 2, 3);
  }

  @Test
  void replaysBetweenTwoBounds() {
    replay(2, 4, ALL);
    expectReplayed(2, 3, 4);
  }

  @Test
  void replaysBetweenTwoBoundsWithALimit() {
    replay(2, 5, 2);
    expectReplayed(2, 3);
  }

  @Test
  void replaysASingleEventWhenTheBoundsAreEqual() {
    replay(2, 2, ALL);
    expectReplayed(2);
  }

  @Test
  void replaysASingleEventWhenTheLimitIsOne() {
    replay(2, 4, 1);
    expectReplayed(2);
  }

  @Test
  void replaysNothingWhenTheLimitIsZero() {
    replay(2, 4, 0);
    expectReplayed();
  }

  @Test
  void replaysNothingWhenTheLowerBoundIsAboveTheUpper() {
    replay(3, 2, ALL);
    expectReplayed();
  }

  @Test
  void replaysNothingAndKnowsNoNumberBeforeTheFirstWrite() {
    persistenceId = "other-" + persistenceId;
    replay(0, ALL, ALL);
    receiver.expectMsg(new RecoverySuccess(0));
  }

  @Test
  void replaysNothingThatWasDeletedAndTellsTheEventStream() {
    TestKit listener = plugins.probe();
    plugins.system().eventStream().subscribe(listener.getRef(), DeleteMessagesTo.class);
    DeleteMessagesTo command = new DeleteMessagesTo(persistenceId, 3, receiver.getRef());
    tell(command);
    listener.expectMsg(command);
    receiver.expectMsg(new DeleteMessagesSuccess(3));
    replay(1, ALL, ALL);
    expectReplayed(4, 5);
  }

  @Test
  void deletingAgainAndBeyondTheEndDoesNoHarm() {
    delete(2);
    delete(2);
    delete(4711);
    replay(1, ALL, ALL);
    expectReplayed();
  }

  @Test
  void keepsTheHighestNumberAfterADeletion() {
    delete(3);
    replay(5, ALL, ALL);
    expectReplayed(5);
  }

  @Test
  void keepsTheHighestNumberAfterAllIsDeleted() {
    delete(ALL);
    replay(1, ALL, ALL);
    expectReplayed();
  }

  @Test
  void goesOnCountingAfterAllIsDeleted() {
    delete(ALL);
    write(atomic(event(6)));
    expectWritten(6);
    replay(1, ALL, ALL);
    assertReplayed(event(6));
    receiver.expectMsg(new RecoverySuccess(6));
  }

  @Test
  void tellsTheHighestNumberEvenWhenNothingIsReplayed() {
    replay(Long.MAX_VALUE, Long.MAX_VALUE, ALL);
    expectReplayed();
  }

  @Test
  void rejectsAnEventThatCannotBeSerializedAndOnlyThat() {
    Object unserializable = new Object();
    write(atomic(event(6)), atomic(event(7).withPayload(unserializable)), atomic(event(8)));
    sender.expectMsg(WriteMessagesSuccessful$.MODULE$);
    assertThat(sender.expectMsgClass(WriteMessageSuccess.class).persistent().sequenceNr())
        .isEqualTo(6);
    WriteMessageRejected rejected = sender.expectMsgClass(WriteMessageRejected.class);
    assertThat(rejected.message().sequenceNr()).isEqualTo(7);
    assertThat(rejected.message().payload()).isSameAs(unserializable);
    assertThat(sender.expectMsgClass(WriteMessageSuccess.class).persistent().sequenceNr())
        .isEqualTo(8);
  }

  @Test
  void rejectsAllEventsOfAnAtomicWriteTogether() {
    write(atomic(event(6), event(7).withPayload(new Object()), event(8)), atomic(event(6)));
    sender.expectMsg(WriteMessagesSuccessful$.MODULE$);
    for (int i = 0; i < 3; i++) {
      sender.expectMsgClass(WriteMessageRejected.class);
    }
    sender.expectMsgClass(WriteMessageSuccess.class);
    replay(6, ALL, ALL);
    assertReplayed(event(6));
    receiver.expectMsg(new RecoverySuccess(6));
  }

  @Test
  void keepsTheEventsOfTwoActorsApart() {
    String first = persistenceId;
    persistenceId = first + "-other";
    write(atomic(event(1)));
    expectWritten(1);
    replay(1, ALL, ALL);
    assertReplayed(event(1));
    receiver.expectMsg(new RecoverySuccess(1));
    persistenceId = first;
    replay(1, ALL, ALL);
    expectReplayed(1, 2, 3, 4, 5);
  }

  @Test
  void storesAPayloadWithThePayloadsOwnSerializer() {
    Signed signed = new Signed(sender.getRef(), "hello");
    write(atomic(event(6).withPayload(signed)));
    expectWritten(6);
    replay(6, ALL, ALL);
    PersistentRepr replayed = receiver.expectMsgClass(ReplayedMessage.class).persistent();
    assertThat(replayed.payload()).isEqualTo(signed);
  }

  @Test
  void keepsTheManifestOfAnEventAdapterAndTheTime() {
    write(atomic(event(6).withManifest("v2").withTimestamp(1_700_000_000_123L)));
    expectWritten(6);
    replay(6, ALL, ALL);
    PersistentRepr replayed = receiver.expectMsgClass(ReplayedMessage.class).persistent();
    assertThat(replayed.manifest()).isEqualTo("v2");
    assertThat(replayed.timestamp()).isEqualTo(1_700_000_000_123L);
  }

  @Test
  void keepsMetadata() {
    write(atomic(event(6).withMetadata("where it came from")));
    expectWritten(6);
    replay(6, ALL, ALL);
    PersistentRepr replayed = receiver.expectMsgClass(ReplayedMessage.class).persistent();
    assertThat(replayed.metadata().get()).isEqualTo("where it came from");
  }

  private PersistentRepr event(long seq) {
    return PersistentRepr.apply("a-" + seq, seq, persistenceId, "", false, sender.getRef(), writer);
  }

  private static AtomicWrite atomic(PersistentRepr... events) {
    return AtomicWrite.apply(CollectionConverters.asScala(Arrays.asList(events)).toList());
  }

  private void write(AtomicWrite... writes) {
    List<PersistentEnvelope> messages = new ArrayList<>(Arrays.asList(writes));
    tell(
        new WriteMessages(
            CollectionConverters.asScala(messages).toList(), sender.getRef(), INSTANCE));
  }

  private void expectWritten(long... numbers) {
    sender.expectMsg(WriteMessagesSuccessful$.MODULE$);
    for (long number : numbers) {
      WriteMessageSuccess written = sender.expectMsgClass(WriteMessageSuccess.class);
      assertThat(written.persistent().sequenceNr()).isEqualTo(number);
      assertThat(written.persistent().payload()).isNotNull();
      assertThat(written.actorInstanceId()).isEqualTo(INSTANCE);
    }
  }

  private void delete(long upTo) {
    tell(new DeleteMessagesTo(persistenceId, upTo, receiver.getRef()));
    receiver.expectMsg(new DeleteMessagesSuccess(upTo));
  }

  private void replay(long from, long to, long limit) {
    tell(new ReplayMessages(from, to, limit, persistenceId, receiver.getRef()));
  }

  /// These events of the first five, and then the end of the replay at the fifth.
  private void expectReplayed(long... numbers) {
    assertReplayed(LongStream.of(numbers).mapToObj(this::event).toArray(PersistentRepr[]::new));
    receiver.expectMsg(new RecoverySuccess(5));
    receiver.expectNoMessage(Duration.ofMillis(20));
  }

  private void assertReplayed(PersistentRepr... events) {
    for (PersistentRepr event : events) {
      PersistentRepr replayed = receiver.expectMsgClass(ReplayedMessage.class).persistent();
      assertThat(replayed.payload()).isEqualTo(event.payload());
      assertThat(replayed.sequenceNr()).isEqualTo(event.sequenceNr());
      assertThat(replayed.persistenceId()).isEqualTo(persistenceId);
      assertThat(replayed.writerUuid()).isEqualTo(writer);
      assertThat(replayed.sender()).isIn(ActorRef.noSender(), plugins.system().deadLetters());
      assertThat(replayed.deleted()).isFalse();
    }
  }

  private void tell(Object message) {
    plugins.journal().tell(message, sender.getRef());
  }
}

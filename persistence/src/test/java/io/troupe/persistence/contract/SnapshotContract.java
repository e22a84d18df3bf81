package io.troupe.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.persistence.DeleteSnapshotSuccess;
import akka.persistence.DeleteSnapshotsSuccess;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol.DeleteSnapshot;
import akka.persistence.SnapshotProtocol.DeleteSnapshots;
import akka.persistence.SnapshotProtocol.LoadSnapshot;
import akka.persistence.SnapshotProtocol.LoadSnapshotResult;
import akka.persistence.SnapshotProtocol.SaveSnapshot;
import akka.persistence.SnapshotSelectionCriteria;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a persistent actor may expect of its snapshot store. Each case has a fresh persistence id
/// with five snapshots, of the numbers 10 to 14 and of different times.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SnapshotContract {
  private static final long ALL = Long.MAX_VALUE;
  private static final int BIG = 8 * 1024 * 1024;

  private PluginSystem plugins;
  private String persistenceId;
  private TestKit sender;
  private List<SnapshotMetadata> saved;

  /// The configuration that makes the snapshot store under test the default one.
  protected abstract Config snapshots();

  @BeforeAll
  void startSystem() {
    plugins = new PluginSystem(snapshots());
  }

  @AfterAll
  void stopSystem() {
    plugins.close();
  }

  @BeforeEach
  void saveFiveSnapshots() {
    persistenceId = "actor-" + UUID.randomUUID();
    sender = plugins.probe();
    saved = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      saved.add(save(metadata(10 + i), "s-" + (i + 1)));
    }
  }

  @Test
  void loadsNothingForAnUnknownActor() {
    load("unknown", SnapshotSelectionCriteria.latest(), ALL);
    expectNone();
  }

  @Test
  void loadsNothingBeforeTheFirstTime() {
    load(SnapshotSelectionCriteria.create(ALL, 100), ALL);
    expectNone();
  }

  @Test
  void loadsNothingBelowTheFirstNumber() {
    load(SnapshotSelectionCriteria.create(7, ALL), ALL);
    expectNone();
    load(SnapshotSelectionCriteria.latest(), 7);
    expectNone();
  }

  @Test
  void loadsNothingWhenNothingIsWanted() {
    load(SnapshotSelectionCriteria.none(), ALL);
    expectNone();
  }

  @Test
  void loadsTheLatest() {
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(4, "s-5");
  }

  @Test
  void loadsTheLatestUpToANumber() {
    load(SnapshotSelectionCriteria.create(13, ALL), ALL);
    expect(3, "s-4");
    load(SnapshotSelectionCriteria.latest(), 13);
    expect(3, "s-4");
  }

  @Test
  void loadsTheLatestUpToANumberAndATime() {
    load(SnapshotSelectionCriteria.create(13, saved.get(2).timestamp()), ALL);
    expect(2, "s-3");
    load(SnapshotSelectionCriteria.create(ALL, saved.get(2).timestamp()), 13);
    expect(2, "s-3");
  }

  @Test
  void loadsNothingBelowALowerBound() {
    load(SnapshotSelectionCriteria.create(ALL, ALL, 15, 0), ALL);
    expectNone();
    load(SnapshotSelectionCriteria.create(ALL, ALL, 0, saved.get(4).timestamp() + 1), ALL);
    expectNone();
  }

  @Test
  void deletesOneByItsNumberWhateverItsTime() {
    TestKit listener = plugins.probe();
    plugins.system().eventStream().subscribe(listener.getRef(), DeleteSnapshot.class);
    DeleteSnapshot command = new DeleteSnapshot(metadata(12));
    tell(command);
    listener.expectMsg(command);
    sender.expectMsg(new DeleteSnapshotSuccess(command.metadata()));
    load(SnapshotSelectionCriteria.create(12, ALL), ALL);
    expect(1, "s-2");
  }

  @Test
  void deletesOneByItsNumberAndTime() {
    tell(new DeleteSnapshot(saved.get(4)));
    sender.expectMsg(new DeleteSnapshotSuccess(saved.get(4)));
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(3, "s-4");
  }

  @Test
  void deletesAllUpToANumberAndATime() {
    TestKit listener = plugins.probe();
    plugins.system().eventStream().subscribe(listener.getRef(), DeleteSnapshots.class);
    SnapshotSelectionCriteria upToThird =
        SnapshotSelectionCriteria.create(12, saved.get(2).timestamp());
    DeleteSnapshots command = new DeleteSnapshots(persistenceId, upToThird);
    tell(command);
    listener.expectMsg(command);
    sender.expectMsg(new DeleteSnapshotsSuccess(upToThird));
    load(upToThird, ALL);
    expectNone();
    load(SnapshotSelectionCriteria.create(13, saved.get(3).timestamp()), ALL);
    expect(3, "s-4");
  }

  @Test
  void deletesNothingThatIsNewerThanTheTime() {
    SnapshotSelectionCriteria tooEarly =
        SnapshotSelectionCriteria.create(13, saved.get(3).timestamp() - 1);
    tell(new DeleteSnapshots(persistenceId, tooEarly));
    sender.expectMsg(new DeleteSnapshotsSuccess(tooEarly));
    load(SnapshotSelectionCriteria.create(13, saved.get(3).timestamp()), ALL);
    expect(3, "s-4");
  }

  @Test
  void overwritesTheSnapshotOfTheSameNumber() {
    SnapshotMetadata again = save(metadata(14), "s-5 again");
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(again, "s-5 again");
    tell(new DeleteSnapshot(metadata(14)));
    sender.expectMsgClass(DeleteSnapshotSuccess.class);
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(3, "s-4");
  }

  @Test
  void keepsABigSnapshot() {
    String big = "x".repeat(BIG);
    SnapshotMetadata described = save(metadata(100), big);
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(described, big);
  }

  @Test
  void storesAStateWithTheStatesOwnSerializer() {
    Signed signed = new Signed(sender.getRef(), "hello");
    SnapshotMetadata described = save(metadata(100), signed);
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(described, signed);
  }

  @Test
  void refusesAStateThatCannotBeSerializedAndLivesOn() {
    tell(new SaveSnapshot(metadata(100), new Object()));
    sender.expectMsgClass(SaveSnapshotFailure.class);
    load(SnapshotSelectionCriteria.latest(), ALL);
    expect(4, "s-5");
  }

  @Test
  void keepsMetadata() {
    SnapshotMetadata described = save(metadata(100).withMetadata("where it came from"), "s");
    load(SnapshotSelectionCriteria.latest(), ALL);
    SelectedSnapshot loaded = sender.expectMsgClass(LoadSnapshotResult.class).snapshot().get();
    assertThat(loaded.metadata().metadata().get()).isEqualTo("where it came from");
    assertThat(loaded.metadata().sequenceNr()).isEqualTo(described.sequenceNr());
  }

  private SnapshotMetadata metadata(long seq) {
    return SnapshotMetadata.apply(persistenceId, seq, 0);
  }

  /// Saves in a millisecond of its own.
  ///
  /// @return the metadata as the store gave it: it sets the time itself
  private SnapshotMetadata save(SnapshotMetadata described, Object state) {
    tell(new SaveSnapshot(described, state));
    SnapshotMetadata done = sender.expectMsgClass(SaveSnapshotSuccess.class).metadata();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> System.currentTimeMillis() > done.timestamp());
    return done;
  }

  private void load(SnapshotSelectionCriteria criteria, long upTo) {
    load(persistenceId, criteria, upTo);
  }

  private void load(String id, SnapshotSelectionCriteria criteria, long upTo) {
    tell(new LoadSnapshot(id, criteria, upTo));
  }

  private void expectNone() {
    assertThat(sender.expectMsgClass(LoadSnapshotResult.class).snapshot().isDefined()).isFalse();
  }

  private void expect(int index, Object state) {
    expect(saved.get(index), state);
  }

  private void expect(SnapshotMetadata described, Object state) {
    SelectedSnapshot loaded = sender.expectMsgClass(LoadSnapshotResult.class).snapshot().get();
    assertThat(loaded.metadata()).isEqualTo(described);
    assertThat(loaded.snapshot()).isEqualTo(state);
  }

  private void tell(Object message) {
    plugins.snapshots().tell(message, sender.getRef());
  }
}

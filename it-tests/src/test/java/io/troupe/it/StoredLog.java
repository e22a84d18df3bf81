package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.Deciders;
import io.troupe.actors.SystemConfig;
import io.troupe.core.EventId;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.sqlite.SqliteStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The journal of a platform that does not run, read with the platform's own code.
final class StoredLog implements AutoCloseable {
  private final ActorSystem<Void> system;
  private final Map<Ref, State> states = new HashMap<>();

  private StoredLog(ActorSystem<Void> system) {
    this.system = system;
  }

  /// Reads the whole log, and checks that each snapshot is what the events before it make.
  static StoredLog of(TroupeProcess troupe) {
    assertThat(troupe.isAlive()).as("the platform runs").isFalse();
    Map<String, Object> settings =
        Map.of("troupe.journal.path", troupe.data().resolve("journal/troupe.db").toString());
    StoredLog stored =
        new StoredLog(
            ActorSystem.create(
                Behaviors.empty(), "reader", SystemConfig.of(ConfigFactory.parseMap(settings))));
    stored.read(SqliteStore.of(stored.system).log());
    return stored;
  }

  private void read(EventLog log) {
    List<StoredState> snapshots = new ArrayList<>();
    log.rebuild(snapshots::add, _ -> {});
    Map<EventId, State> after = new HashMap<>();
    snapshots.forEach(one -> after.put(new EventId(one.resource(), one.seq()), one.state()));
    log.replay(
        1,
        Long.MAX_VALUE,
        entry -> {
          State state = states.merge(entry.id().resource(), apply(entry), (_, next) -> next);
          State snapshot = after.get(entry.id());
          if (snapshot != null) {
            assertThat(snapshot).as("snapshot at %s", entry.id()).isEqualTo(state);
          }
        });
  }

  private State apply(LogEntry entry) {
    Ref resource = entry.id().resource();
    State before = states.getOrDefault(resource, Deciders.empty(resource.kind()));
    return Deciders.apply(resource.kind(), before, entry.recorded().event(), entry.recorded().at());
  }

  /// Checks that no resource, also none of those that are gone, owes another a message.
  void assertNobodyOwes() {
    assertThat(states).isNotEmpty();
    states.forEach((resource, state) ->
        assertThat(Deciders.owed(resource, state)).as("what %s owes", resource).isEmpty());
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}

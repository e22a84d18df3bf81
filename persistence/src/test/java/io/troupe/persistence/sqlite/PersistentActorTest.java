package io.troupe.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Cause;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.sample.ShipEvent;
import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import io.troupe.persistence.sample.ShipState;
import io.troupe.persistence.sample.ShipState.Absent;
import io.troupe.persistence.sample.ShipState.Afloat.Docked;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentActorTest {
  private static final String ID = "pod|demo:ship";

  @TempDir private Path directory;

  @Test
  void anActorHasItsStateBackAfterARestartFromSnapshotAndEvents() {
    Docked expected =
        new Docked(new Name("Vasa"), List.of("e1", "e2", "e3", "e4", "e5", "e6", "e7"));
    withShip((ship, probe) -> {
      for (String name : expected.crew()) {
        ship.tell(new Board(name, probe.ref()));
        probe.receiveMessage();
      }
    });
    withShip((ship, probe) -> {
      ship.tell(new Board(null, probe.ref()));
      assertThat(probe.receiveMessage()).isEqualTo(expected);
    });
    try (OpenStore open = new OpenStore(directory)) {
      assertThat(open.log().events(Ref.parse(ID), 1, 100))
          .extracting(LogEntry::revision)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }
  }

  private void withShip(java.util.function.BiConsumer<ActorRef<Board>, TestProbe<ShipState>> play) {
    ActorTestKit kit =
        ActorTestKit.create(StoreConfig.in(directory).withFallback(ConfigFactory.load()));
    try {
      play.accept(kit.spawn(new Ship()), kit.createTestProbe());
    } finally {
      kit.shutdownTestKit();
    }
  }

  /// @param name who comes aboard; null asks for the state alone
  private record Board(String name, ActorRef<ShipState> replyTo) {}

  private static final class Ship
      extends EventSourcedBehavior<Board, Recorded<ShipEvent>, ShipState> {
    Ship() {
      super(PersistenceId.ofUniqueId(ID));
    }

    @Override
    public ShipState emptyState() {
      return new Absent();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
      return RetentionCriteria.snapshotEvery(3, 1);
    }

    @Override
    public CommandHandler<Board, Recorded<ShipEvent>, ShipState> commandHandler() {
      return (state, board) ->
          board.name() == null
              ? Effect().reply(board.replyTo(), state)
              : Effect()
                  .persist(
                      new Recorded<ShipEvent>(
                          Instant.now(), Cause.by("alice"), new Sunk(board.name())))
                  .thenReply(board.replyTo(), after -> after);
    }

    @Override
    public EventHandler<ShipState, Recorded<ShipEvent>> eventHandler() {
      return (state, recorded) -> {
        List<String> crew =
            new ArrayList<>(state instanceof Docked docked ? docked.crew() : List.of());
        crew.add(((Sunk) recorded.event()).reason());
        return new Docked(new Name("Vasa"), List.copyOf(crew));
      };
    }
  }
}

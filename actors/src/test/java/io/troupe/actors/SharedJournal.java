package io.troupe.actors;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.Persistence;
import org.jspecify.annotations.Nullable;

/// The journal, or the snapshot store, of another actor system in this process: what several
/// members share as they would share a database.
public final class SharedJournal extends AbstractActor {
  private static volatile @Nullable ActorSystem<?> owner;

  private final ActorRef target;

  /// Called by Akka.
  public SharedJournal(com.typesafe.config.Config config) {
    ActorSystem<?> system = owner;
    if (system == null) {
      throw new IllegalStateException("nobody shares a journal");
    }
    Persistence persistence = Persistence.get(Adapter.toClassic(system));
    this.target =
        config.getBoolean("snapshots")
            ? persistence.snapshotStoreFor("troupe.snapshots", emptyConfig())
            : persistence.journalFor("troupe.journal", emptyConfig());
  }

  private static com.typesafe.config.Config emptyConfig() {
    return com.typesafe.config.ConfigFactory.empty();
  }

  /// Shares what this system stores with.
  static void of(ActorSystem<?> system) {
    owner = system;
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().matchAny(message -> target.forward(message, getContext())).build();
  }
}

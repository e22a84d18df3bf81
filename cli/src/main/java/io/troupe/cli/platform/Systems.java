package io.troupe.cli.platform;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.RemoteTransportException;
import com.typesafe.config.Config;
import io.troupe.cli.terminal.Failure;

/// Actor systems of processes that belong to a cluster.
final class Systems {
  /// Part of every remoting address, so it is the same for all; clusters are told apart by the name
  /// in `troupe.cluster`.
  private static final String NAME = "troupe";

  private Systems() {}

  /// @throws Failure when the remoting port is taken
  static ActorSystem<Void> create(Config config) {
    try {
      return ActorSystem.create(Behaviors.empty(), NAME, config);
    } catch (RemoteTransportException taken) {
      Throwable cause = taken.getCause() == null ? taken : taken.getCause();
      throw Failure.failed(
          "cannot listen on %s:%d for other members (%s): choose another --host, --port or --bind"
              .formatted(
                  config.getString("akka.remote.artery.canonical.hostname"),
                  config.getInt("akka.remote.artery.canonical.port"),
                  cause.getMessage()));
    }
  }

  /// The address of its remoting, `host:port`.
  static String address(ActorSystem<?> system) {
    return system.address().getHost().orElse("") + ":" + system.address().getPort().orElse(0);
  }

  /// Why it has ended or is about to.
  static String whyEnded(ActorSystem<?> system) {
    return CoordinatedShutdown.get(Adapter.toClassic(system))
        .getShutdownReason()
        .map(reason -> reason.getClass().getSimpleName().replace("Reason$", ""))
        .orElse("unknown");
  }
}

package io.troupe.persistence.contract;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// An actor system that runs the plugins under test.
final class PluginSystem implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final ActorSystem system;

  PluginSystem(Config plugins) {
    Config common =
        ConfigFactory.parseString(
            """
            akka.loglevel = "WARNING"
            akka.loggers = ["akka.event.slf4j.Slf4jLogger"]
            akka.persistence.publish-plugin-commands = on
            akka.actor {
              serializers.signed = "io.troupe.persistence.contract.SignedSerializer"
              serialization-bindings {
                "io.troupe.persistence.contract.Signed" = signed
              }
            }
            """);
    system =
        ActorSystem.create(
            "contract" + NAMES.incrementAndGet(),
            plugins.withFallback(common).withFallback(ConfigFactory.load()));
  }

  ActorSystem system() {
    return system;
  }

  ActorRef journal() {
    return Persistence.get(system).journalFor("", ConfigFactory.empty());
  }

  ActorRef snapshots() {
    return Persistence.get(system).snapshotStoreFor("", ConfigFactory.empty());
  }

  TestKit probe() {
    return new TestKit(system);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}

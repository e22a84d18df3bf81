package io.troupe.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.storage.Storage;

/// The configuration of a Troupe process: Akka set up for a control plane, below what the operator
/// gives.
public final class SystemConfig {
  private SystemConfig() {}

  /// Everything, ready for an actor system: system properties first, then the given settings, then
  /// Troupe's set-up of Akka, then the defaults of all libraries.
  public static Config of(Config given) {
    return over(given, ConfigFactory.empty());
  }

  /// The same for a control member that others join or that joins others.
  public static Config ofMember(Config given) {
    return over(given, resource("troupe-member.conf"));
  }

  /// The same for an agent in a process of its own, which belongs to no cluster.
  public static Config ofAgent(Config given) {
    return over(given, resource("troupe-agent.conf"));
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(SystemConfig.class.getClassLoader(), name);
  }

  private static Config over(Config given, Config kind) {
    Config chosen = ConfigFactory.defaultOverrides().withFallback(given);
    Storage storage =
        Storage.chosen(chosen.withFallback(ConfigFactory.defaultReferenceUnresolved()));
    return chosen
        .withFallback(kind)
        .withFallback(storage.setUp())
        .withFallback(resource("troupe-akka.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}

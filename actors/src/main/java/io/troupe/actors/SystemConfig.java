package io.troupe.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/// The configuration of a Troupe process: Akka set up for a control plane, below what the operator
/// gives.
public final class SystemConfig {
  private SystemConfig() {}

  /// Everything, ready for an actor system: system properties first, then the given settings, then
  /// Troupe's set-up of Akka, then the defaults of all libraries.
  public static Config of(Config given) {
    return ConfigFactory.defaultOverrides()
        .withFallback(given)
        .withFallback(
            ConfigFactory.parseResources(SystemConfig.class.getClassLoader(), "troupe-akka.conf"))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}

package io.troupe.cli.platform;

import com.typesafe.config.ConfigFactory;

/// What a member needs whatever its options say, begun on a second thread while they are read.
public final class HeadStart {
  private HeadStart() {}

  /// Returns at once. Whoever needs what is not there yet waits for it, or makes it itself.
  public static void begin() {
    Thread.ofPlatform().daemon().name("head-start").start(ConfigFactory::defaultReference);
  }
}

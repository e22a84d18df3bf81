package io.troupe.cli.platform;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.SystemConfig;
import io.troupe.cli.terminal.Terminal;
import java.util.Locale;
import java.util.Map;

/// The configuration of a platform in one process: what the options say, over `dev.conf`, over
/// Troupe's set-up of Akka and the defaults of each module. System properties win over all.
final class PlatformConfig {
  private PlatformConfig() {}

  static Config of(DevOptions options, Terminal terminal) {
    DataDirectory data = options.data(terminal);
    return of(
        Map.of(
            "troupe.api.host", options.host(),
            "troupe.api.port", options.port(),
            "troupe.api.token", options.token(terminal),
            "troupe.node.runtime", options.runtime.toLowerCase(Locale.ROOT),
            "troupe.node.volume-root", data.volumes().toString(),
            "troupe.node.state-root", data.node().toString(),
            "troupe.journal.path", data.journal().toString()));
  }

  static Config of(Map<String, Object> settings) {
    return SystemConfig.of(
        ConfigFactory.parseMap(settings)
            .withFallback(
                ConfigFactory.parseResourcesAnySyntax("io/troupe/cli/platform/dev.conf")));
  }
}

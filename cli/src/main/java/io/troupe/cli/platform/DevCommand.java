package io.troupe.cli.platform;

import io.troupe.cli.output.Ages;
import io.troupe.cli.platform.DataDirectory.Holder;
import io.troupe.cli.quickstart.Engine;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The whole platform in one process.
@Command(
    name = "dev",
    description = {
      "Run the whole platform in one process, on the embedded journal.",
      "Ctrl-C or `troupe down` stops it; containers run on, and are taken over by the next start."
    })
public final class DevCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final DevOptions options = new DevOptions();

  @Option(names = "--detach", description = "Run in the background; return when it is ready.")
  private boolean detach;

  public DevCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    options.check(terminal);
    if (!options.isSimulated()) {
      requireDocker();
    }
    if (detach) {
      Holder holder = Background.start(terminal, options);
      terminal.line("Troupe is ready at " + holder.url() + " (process " + holder.pid() + ").");
      return Exit.OK;
    }
    return run();
  }

  private void requireDocker() {
    Engine engine = Engine.of(terminal);
    Optional<String> trouble = engine.trouble();
    if (trouble.isPresent()) {
      throw Failure.failed(
          "no Docker Engine answers at "
              + engine.address()
              + " ("
              + trouble.get()
              + "): start it (`systemctl start docker`), name it in DOCKER_HOST, let `troupe"
              + " quickstart` install one, or run without containers: `troupe dev --runtime sim`");
    }
  }

  private int run() {
    DataDirectory data = options.data(terminal);
    FileLock lock = data.lock();
    data.hold("");
    LogSetup.toFile(data.log());
    try {
      Platform platform = Platform.start(PlatformConfig.of(options, terminal));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, data), "stop"));
      data.hold(platform.url());
      terminal.line(ready(platform, data));
      platform.awaitEnd();
      return lock.isValid() ? Exit.OK : Exit.FAILED;
    } catch (Failure failure) {
      data.leave();
      throw failure;
    }
  }

  private String ready(Platform platform, DataDirectory data) {
    return "Troupe is ready at %s %s (runtime %s, data and log in %s)."
        .formatted(platform.url(), Platform.sinceStart(), options.runtime, data.path());
  }

  private void stop(Platform platform, DataDirectory data) {
    Instant begun = Instant.now();
    terminal.line("Stopping; containers run on and are taken over by the next start.");
    platform.stop();
    data.leave();
    terminal.line("Stopped after " + Ages.of(Duration.between(begun, Instant.now())) + ".");
  }
}

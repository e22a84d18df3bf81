package io.troupe.cli.platform;

import io.troupe.cli.command.Services;
import io.troupe.cli.platform.DataDirectory.Holder;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops the platform.
@Command(
    name = "down",
    description = {
      "Stop the platform of this machine. Containers run on, and the next start takes them over;",
      "with --all every service is deleted first, and its containers with it."
    })
public final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Terminal terminal;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The platform's data directory, when it is not the usual one.")
  private @Nullable Path data;

  @Option(names = "--all", description = "Delete all services first.")
  private boolean all;

  @Option(names = "--token", paramLabel = "TOKEN", description = "The bearer token, for --all.")
  private @Nullable String token;

  public DownCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DataDirectory directory =
        data == null
            ? DataDirectory.usual(terminal)
            : new DataDirectory(data.toAbsolutePath().normalize());
    Optional<Holder> holder = directory.holder();
    if (holder.isEmpty()) {
      terminal.line("Troupe does not run on " + directory.path() + ".");
      return Exit.OK;
    }
    if (all) {
      Services.deleteAll(terminal, holder.get().url(), token);
    }
    stop(holder.get());
    terminal.line(
        "Troupe is stopped"
            + (all ? ", and all services are gone." : "; containers run on (--all removes them)."));
    return Exit.OK;
  }

  private static void stop(Holder holder) {
    Optional<ProcessHandle> process = ProcessHandle.of(holder.pid());
    if (process.isEmpty()) {
      return;
    }
    if (!process.get().destroy()) {
      throw Failure.failed(
          "process " + holder.pid() + " cannot be stopped: is it another user's? Try as that user");
    }
    try {
      process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new Failure(
          Exit.TIMEOUT,
          "process "
              + holder.pid()
              + " has not ended after "
              + PATIENCE.toSeconds()
              + " s; `kill -9 "
              + holder.pid()
              + "` ends it without harm to what is stored");
    } catch (InterruptedException | ExecutionException interrupted) {
      throw Failure.failed("interrupted");
    }
  }
}

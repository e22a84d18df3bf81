package io.troupe.cli.platform;

import com.typesafe.config.Config;
import io.troupe.actors.cluster.CannotJoin;
import io.troupe.cli.output.Ages;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import io.troupe.node.Runtimes;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server or an agent as a process. When its cluster has put it out, which happens to whoever was
/// cut off, it begins anew with a fresh actor system; what runs containers stays as it is.
final class MemberProcess {
  private static final Logger LOG = LoggerFactory.getLogger(MemberProcess.class);
  private static final Duration END = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final JoinOptions options;
  private final Map<String, Object> given;
  private final DataDirectory data;
  private final CountDownLatch ended = new CountDownLatch(1);

  private @Nullable Member running;
  private boolean stopping;

  MemberProcess(Terminal terminal, JoinOptions options, Map<String, Object> given) {
    this.terminal = terminal;
    this.options = options;
    this.given = given;
    this.data = options.data(terminal);
  }

  int run() {
    Config config = MemberConfig.of(options, given, terminal);
    FileLock lock = data.lock();
    data.hold("");
    LogSetup.toFile(data.log());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try (Runtimes runtimes = Runtimes.from(config)) {
      boolean again = true;
      while (again) {
        again = once(MemberConfig.of(options, given, terminal), runtimes);
      }
      return lock.isValid() ? Exit.OK : Exit.FAILED;
    } finally {
      data.leave();
      ended.countDown();
    }
  }

  /// @return whether to begin anew
  private boolean once(Config config, Runtimes runtimes) {
    Member member = Member.of(config, runtimes, this::tell);
    if (!begun(member)) {
      member.stop();
      return false;
    }
    try {
      member.awaitReady();
      data.hold(member.url());
      terminal.line(
          member.description()
              + " "
              + Platform.sinceStart()
              + " (data and log in "
              + data.path()
              + ").");
    } catch (CannotJoin cannot) {
      member.stop();
      if (!cannot.worthRetrying()) {
        throw Failure.failed(String.valueOf(cannot.getMessage()));
      }
      LOG.info("beginning anew: {}", cannot.getMessage());
      return !isStopping();
    } catch (Failure failure) {
      member.stop();
      throw failure;
    }
    String why = member.awaitEnd();
    if (isStopping()) {
      return false;
    }
    data.hold("");
    tell("Put out of the cluster (" + why + "); joining again. Containers are not touched.");
    return true;
  }

  private synchronized boolean begun(Member member) {
    running = member;
    return !stopping;
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private void tell(String remark) {
    LOG.warn("{}", remark);
    terminal.remark(remark);
  }

  private void stop() {
    Instant begun = Instant.now();
    Member member;
    synchronized (this) {
      stopping = true;
      member = running;
    }
    terminal.line("Stopping; containers run on.");
    if (member != null) {
      member.stop();
    }
    awaitEnd();
    data.leave();
    terminal.line("Stopped after " + Ages.of(Duration.between(begun, Instant.now())) + ".");
  }

  /// The JVM ends when its hooks have: what the runtimes still write has to be written by then.
  private void awaitEnd() {
    try {
      if (!ended.await(END.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the runtimes were not closed within {} s", END.toSeconds());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

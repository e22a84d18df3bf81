package io.troupe.node;

import io.troupe.actors.session.NetworkNews;
import io.troupe.actors.stage.Stage;
import io.troupe.node.network.NetworkChange;
import io.troupe.node.network.NetworkPicture;
import io.troupe.node.network.NetworkRuntime;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a node's part of the network as the control plane says. It never blocks: changes are made
/// on another thread, one after the other, and what comes meanwhile is done in one go afterwards.
/// Belongs to the agent's actor.
final class NetworkKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkKeeper.class);
  private static final String RETRY = "network-retry";
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final Stage<NodeAgent.Message> stage;
  private final NetworkRuntime runtime;
  private final ExecutorService threads;
  private final Consumer<Told> applied;
  private final NetworkPicture picture;

  private Told told = new Told("", -1, -1);
  private boolean wanting;
  private boolean working;
  private boolean failed;
  private Duration retry = FIRST_RETRY;

  /// Which news: those with this number of the session that answered this hello.
  record Told(String session, long hello, long number) {}

  /// What has become of a change.
  ///
  /// @param told the newest news in it
  record Done(Told told, boolean well) implements NodeAgent.Message {}

  /// Time to try again what has failed.
  record Again() implements NodeAgent.Message {}

  /// @param applied hears which news the network now shows
  NetworkKeeper(
      Stage<NodeAgent.Message> stage,
      String node,
      NetworkRuntime runtime,
      ExecutorService threads,
      Consumer<Told> applied) {
    this.stage = stage;
    this.runtime = runtime;
    this.threads = threads;
    this.applied = applied;
    this.picture = new NetworkPicture(node);
  }

  /// Takes news that answer a hello. The same news may come again; older ones than are known do
  /// not.
  ///
  /// @param session who answers; the first is the only one for each hello
  /// @return false when they are from another session or book, which is to begin with another hello
  boolean take(String session, long answered, NetworkNews news) {
    boolean same = answered == told.hello();
    if (same && !session.equals(told.session())) {
      return false;
    }
    boolean next = same ? news.number() > told.number() : news.complete();
    if (!next) {
      if (same && isDone()) {
        applied.accept(told);
      }
      return !(same && news.complete() && news.number() < told.number());
    }
    told = new Told(session, answered, news.number());
    if (picture.take(news)) {
      wanting = true;
      proceed();
    } else {
      applied.accept(told);
    }
    return true;
  }

  private boolean isDone() {
    return !wanting && !working && !failed;
  }

  private void proceed() {
    if (working || !wanting) {
      return;
    }
    wanting = false;
    working = true;
    failed = false;
    NetworkChange change = picture.change();
    Told newest = told;
    stage.work(
        threads,
        () -> {
          runtime.apply(change);
          return true;
        },
        (_, error) -> {
          if (error != null) {
            LOG.debug("the network could not be changed", error);
          }
          return new Done(newest, error == null);
        });
  }

  /// Goes on after a change.
  void done(Done done) {
    working = false;
    failed = !done.well();
    if (done.well()) {
      retry = FIRST_RETRY;
      applied.accept(done.told());
    } else {
      picture.redo();
      stage.timers().startSingleTimer(RETRY, new Again(), retry);
      Duration doubled = retry.multipliedBy(2);
      retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
    }
    proceed();
  }

  void again() {
    wanting = true;
    proceed();
  }
}

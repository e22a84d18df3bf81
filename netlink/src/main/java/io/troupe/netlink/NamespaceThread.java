package io.troupe.netlink;

import org.jspecify.annotations.Nullable;

/// A platform thread for one piece of work that changes the thread's namespace, and then ends.
///
/// Not a virtual thread: those share carriers, and a carrier left in a foreign namespace would put
/// unrelated work there.
final class NamespaceThread<T, X extends Exception> extends Thread {
  private final NetworkNamespace.Work<T, X> work;
  private @Nullable T value;
  private @Nullable Throwable failure;

  private NamespaceThread(NetworkNamespace.Work<T, X> work) {
    super("netns");
    this.work = work;
    setDaemon(true);
  }

  @SuppressWarnings({"NullAway", "unchecked"}) // a T may be null if the work returns null
  static <T, X extends Exception> T call(NetworkNamespace.Work<T, X> work) throws X {
    NamespaceThread<T, X> thread = new NamespaceThread<>(work);
    thread.start();
    thread.joinUninterruptibly();
    return switch (thread.failure) {
      case null -> thread.value;
      case Error error -> throw error;
      case RuntimeException defect -> throw defect;
      case Throwable checked -> throw (X) checked;
    };
  }

  @Override
  public void run() {
    try {
      value = work.call();
    } catch (Throwable t) { // carried over to the caller, who sees it as its own
      failure = t;
    }
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

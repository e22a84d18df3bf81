package io.troupe.actors;

import io.troupe.actors.cluster.Membership;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// What has been asked of resources and has no answer yet. A region drops what comes in while it
/// hands a shard over, so the same message is sent again each second, which a resource that has it
/// takes no notice of. But not after a member was out of reach meanwhile: that one may have stored
/// the command without living to tell, and then whoever asks is told at once that nobody knows.
final class Unanswered {
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final Membership membership;
  private final Queue<Waiting> all = new ConcurrentLinkedQueue<>();

  private static final class Waiting {
    private final CompletableFuture<?> outcome;
    private final Runnable again;
    private final String what;
    private final long sentNanos = System.nanoTime();
    private int sent;

    private Waiting(CompletableFuture<?> outcome, Runnable again, String what) {
      this.outcome = outcome;
      this.again = again;
      this.what = what;
    }
  }

  Unanswered(Membership membership) {
    this.membership = membership;
  }

  /// Looks after a message until its outcome is there, which may be that nobody knows.
  void add(CompletableFuture<?> outcome, Runnable again, String what) {
    all.add(new Waiting(outcome, again, what));
  }

  /// Goes through them all, several times a second.
  void look() {
    long now = System.nanoTime();
    all.removeIf(one -> one.outcome.isDone());
    for (Waiting one : all) {
      long age = now - one.sentNanos;
      if (membership.disturbedSince(one.sentNanos)) {
        if (age > PATIENCE.toNanos()) {
          one.outcome.completeExceptionally(
              new ControlPlaneUnavailable(
                  "no answer from %s, and a control member is out of reach: whether it was done is not known; try again"
                      .formatted(one.what),
                  null));
        }
      } else if (age > AGAIN_NANOS * (one.sent + 1)) {
        one.sent++;
        one.again.run();
      }
    }
  }
}

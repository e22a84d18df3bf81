package io.troupe.actors.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.core.Cause;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A post that delivers nothing and shows what was sent.
final class RecordingPost implements Post {
  /// A message under way.
  record Sent(Ref to, EntityMessage message, long nanos) {
    Execute execute() {
      assertThat(message).isInstanceOf(Execute.class);
      return (Execute) message;
    }

    /// Answers as the receiver would.
    void answer(Reply reply) {
      execute().replyTo().tell(new Outcome.Decided(execute().ticket(), reply, 1, null));
    }
  }

  private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
  private final BlockingQueue<PlacementRequest> wishes = new LinkedBlockingQueue<>();

  @Override
  public void tell(Ref to, EntityMessage message) {
    sent.add(new Sent(to, message, System.nanoTime()));
  }

  @Override
  public void place(PlacementRequest request, PodSpec spec, Cause cause) {
    wishes.add(request);
  }

  @Override
  public void watch(Ref node, Duration silent) {
    throw new AssertionError("a resource watches over no node");
  }

  /// The next message, waited for.
  Sent next() throws InterruptedException {
    @Nullable Sent next = sent.poll(1, TimeUnit.MINUTES);
    assertThat(next).as("a message within a minute").isNotNull();
    return next;
  }

  PlacementRequest nextWish() throws InterruptedException {
    @Nullable PlacementRequest next = wishes.poll(1, TimeUnit.MINUTES);
    assertThat(next).as("a wish for a node within a minute").isNotNull();
    return next;
  }

  /// Answers everything that was sent and not taken from here, as the receivers would.
  void answerAll(Reply reply) {
    for (Sent next = sent.poll(); next != null; next = sent.poll()) {
      next.answer(reply);
    }
  }

  /// Nothing is sent for so long.
  void expectSilence(Duration wait) throws InterruptedException {
    assertThat(sent.poll(wait.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }
}

package io.troupe.simulator.world;

import io.troupe.actors.entity.Batch;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Answered;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.EntityMessage.Flush;
import io.troupe.actors.entity.EntityMessage.Follow;
import io.troupe.actors.entity.EntityMessage.Idle;
import io.troupe.actors.entity.EntityMessage.Read;
import io.troupe.actors.entity.EntityMessage.Remind;
import io.troupe.actors.entity.EntityMessage.Stop;
import io.troupe.actors.entity.EntityMessage.Unfollow;
import io.troupe.actors.entity.EntityMessage.Wake;
import io.troupe.actors.entity.Inbox;
import io.troupe.actors.entity.Post;
import io.troupe.actors.entity.Resource;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Decider;
import io.troupe.simulator.check.Violation;
import io.troupe.simulator.engine.Chance;
import io.troupe.simulator.engine.Network;
import io.troupe.simulator.engine.Place;
import io.troupe.simulator.engine.Scene;
import io.troupe.simulator.engine.Timeline;
import java.util.ArrayDeque;
import java.util.Deque;

/// One running entity: the real [Resource] over the simulated journal. As the actor does, it reads
/// its log first, hears nothing while it writes, and begins again with back-off when a write fails.
final class Cell<C extends Command, E extends Event, S extends State> {
  private static final long READ_NANOS = 1_000_000;
  private static final long FIRST_BACK_OFF = 200_000_000;
  private static final long LAST_BACK_OFF = 5_000_000_000L;

  private final Journal journal;
  private final Timeline timeline;
  private final Place place;
  private final Post post;
  private final Ref self;
  private final Inbox inbox = new Inbox();
  private final Scene<EntityMessage> scene;
  private final Resource<C, E, S> resource;
  private final Runnable stopped;
  private final Deque<EntityMessage> stash = new ArrayDeque<>();
  private S state;
  private long seq;
  private boolean open;
  private int failures;

  Cell(
      Decider<C, E, S> decider,
      Ref self,
      Place place,
      Network network,
      Timeline timeline,
      Journal journal,
      Post post,
      long seed,
      Runnable stopped) {
    this.journal = journal;
    this.timeline = timeline;
    this.place = place;
    this.post = post;
    this.self = self;
    this.stopped = stopped;
    this.scene = new Scene<>(network, place, self.toString(), () -> READ_NANOS);
    this.resource =
        new Resource<>(
            scene,
            decider,
            self,
            post,
            inbox,
            place,
            Chance.generator(seed, self + "@" + timeline.now()));
    this.state = resource.empty();
    scene.conduct(this::hear);
    recoverIn(READ_NANOS);
  }

  /// Takes a message, as the shard hands it on.
  void hear(EntityMessage message) {
    switch (message) {
      case Flush _, Remind _, Idle _, Stop _ -> act(message);
      case Execute _, Answered _, Read _, Follow _, Unfollow _, Wake _ -> {
        if (inbox.add(message)) {
          act(Flush.INSTANCE);
        }
      }
    }
  }

  private void act(EntityMessage message) {
    if (!open) {
      stash.add(message);
      return;
    }
    switch (message) {
      case Flush _ -> flush();
      case Remind _ -> resource.remind();
      case Idle _ -> {
        if (resource.mayRest()) {
          stop();
        }
      }
      case Stop _ -> stop();
      case Execute _, Answered _, Read _, Follow _, Unfollow _, Wake _ ->
          throw new IllegalStateException("not through the inbox: " + message);
    }
  }

  private void flush() {
    Batch<C, E, S> batch = resource.decide(state, seq);
    if (batch.events().isEmpty()) {
      resource.stored(batch, state, seq);
      return;
    }
    open = false;
    long life = place.life();
    journal.write(
        self,
        seq,
        batch.events(),
        new Journal.Writer() {
          @Override
          public void stored() {
            if (place.life() == life && scene.self().alive()) {
              timeline.in(0, place, () -> proceed(batch));
            }
          }

          @Override
          public void failed() {
            if (place.life() == life && scene.self().alive()) {
              timeline.in(0, place, () -> beginAgain());
            }
          }
        });
  }

  private void proceed(Batch<C, E, S> batch) {
    if (!scene.self().alive()) {
      return;
    }
    failures = 0;
    for (Recorded<E> recorded : batch.events()) {
      state = resource.apply(state, recorded);
      seq++;
    }
    open = true;
    resource.stored(batch, state, seq);
    unstash();
  }

  private void unstash() {
    while (open && !stash.isEmpty() && scene.self().alive()) {
      act(stash.poll());
    }
  }

  private void beginAgain() {
    long wait = Math.min(FIRST_BACK_OFF << Math.min(failures++, 5), LAST_BACK_OFF);
    recoverIn(wait);
  }

  private void recoverIn(long nanos) {
    open = false;
    timeline.in(nanos, place, this::recover);
  }

  @SuppressWarnings("unchecked") // a resource's log holds its own events
  private void recover() {
    if (!scene.self().alive()) {
      return;
    }
    S live = state;
    long known = seq;
    state = resource.empty();
    seq = 0;
    for (Recorded<? extends Event> recorded : journal.log(self)) {
      state = resource.apply(state, (Recorded<E>) recorded);
      seq++;
      if (seq == known && !state.equals(live)) {
        throw new Violation("replay", self + " was " + live + ", its log says " + state);
      }
    }
    open = true;
    resource.recovered(state, seq);
    unstash();
  }

  private void stop() {
    end();
    stopped.run();
  }

  /// Its shard moves. It would finish what it writes first; here that is stored or not.
  void leave() {
    boolean writes = !open;
    end();
    if (writes) {
      post.tell(self, new Wake());
    } else {
      resource.leave();
    }
  }

  /// It ends at once, with whatever it was about to do.
  void end() {
    scene.end();
    journal.settle(self);
  }

  Place place() {
    return place;
  }
}

package io.troupe.persistence.cassandra;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Loses, doubles and holds back publications, as a seed has it.
final class FaultyCourier implements Publisher.Courier {
  /// How often each fault happens, in percent.
  record Faults(int lost, int doubled, int heldBack) {
    static final Faults NONE = new Faults(0, 0, 0);
    static final Faults ALL_LOST = new Faults(100, 0, 0);
  }

  private record Parcel(ActorRef<Published> to, Published published) {}

  private final RandomGenerator random;
  private final List<Parcel> heldBack = new ArrayList<>();
  private volatile Faults faults;

  FaultyCourier(long seed, Faults faults) {
    this.random = new SplittableRandom(seed);
    this.faults = faults;
  }

  void faults(Faults other) {
    faults = other;
  }

  @Override
  public synchronized void carry(ActorRef<Published> to, Published published) {
    for (Published.Stored stored : published.stored()) {
      carry(new Parcel(to, new Published(List.of(stored))));
    }
  }

  private void carry(Parcel parcel) {
    int chance = random.nextInt(100);
    if (chance < faults.lost()) {
      return;
    }
    if (chance < faults.lost() + faults.heldBack()) {
      heldBack.add(parcel);
      return;
    }
    deliver(parcel);
    if (chance < faults.lost() + faults.heldBack() + faults.doubled()) {
      deliver(parcel);
    }
    if (!heldBack.isEmpty() && random.nextInt(3) == 0) {
      deliver(heldBack.remove(random.nextInt(heldBack.size())));
    }
  }

  private static void deliver(Parcel parcel) {
    parcel.to().tell(parcel.published());
  }
}

package io.troupe.simulator.world;

import io.troupe.simulator.engine.Chance;
import java.util.ArrayList;
import java.util.List;

/// Which members belong to the cluster, and so which of them is home to whom. A member that is gone
/// or cut off from the majority for long is taken out, after it has ended; its entities then live
/// with the others. This stands for Akka Cluster with its split-brain resolver.
public final class Membership {
  private static final long NOTICE_NANOS = 5_000_000_000L;
  private static final long ALONE_NANOS = 4_000_000_000L;
  private static final long JOIN_NANOS = 1_000_000_000L;
  private static final long LOOK_NANOS = 500_000_000L;

  private final World world;
  private final List<Member> all;
  private final List<Member> present;
  private final long[] aloneSince;

  Membership(World world, List<Member> all) {
    this.world = world;
    this.all = all;
    this.present = new ArrayList<>(all);
    this.aloneSince = new long[all.size()];
    if (all.size() > 1) {
      look();
    }
  }

  /// The member where a resource or a session lives.
  Member home(String key) {
    long hash = Chance.of(17, key) >>> 1;
    return present.get((int) (hash % present.size()));
  }

  /// The names of those that are there.
  List<String> serving() {
    return present.stream().map(member -> member.place().name()).toList();
  }

  private void look() {
    world
        .timeline()
        .in(
            LOOK_NANOS,
            () -> {
              for (int m = 0; m < all.size(); m++) {
                look(m);
              }
              look();
            });
  }

  private void look(int m) {
    Member member = all.get(m);
    if (!member.place().up() || reaches(member) * 2 > all.size()) {
      aloneSince[m] = 0;
    } else if (aloneSince[m] == 0) {
      aloneSince[m] = world.timeline().now();
    } else if (world.timeline().now() - aloneSince[m] > ALONE_NANOS) {
      aloneSince[m] = 0;
      crash(member, 3000);
    }
  }

  /// How many members it exchanges messages with, itself included.
  private int reaches(Member member) {
    int reached = 0;
    for (Member other : all) {
      String one = member.place().name();
      String two = other.place().name();
      if (other == member
          || (other.place().up()
              && world.network().passes(one, two)
              && world.network().passes(two, one))) {
        reached++;
      }
    }
    return reached;
  }

  /// A member ends and comes back later. With the last of several its place in the cluster is kept.
  public void crash(Member member, long downForMillis) {
    if (!member.place().up()) {
      return;
    }
    member.crash();
    world.forgetShown(member);
    long life = member.place().life();
    world
        .timeline()
        .in(
            NOTICE_NANOS,
            () -> {
              if (!member.place().up() && member.place().life() == life && present.size() > 1) {
                present.remove(member);
                others(member);
              }
            });
    world.timeline().in(downForMillis * 1_000_000, () -> start(member));
  }

  private void others(Member gone) {
    for (Member member : present) {
      if (member != gone) {
        rehome(member);
      }
    }
    present.forEach(member -> member.takeOver(true));
  }

  private void rehome(Member member) {
    member.handOver(
        entity -> home(entity.toString()) == member, node -> home("session|" + node) == member);
  }

  void start(Member member) {
    if (member.place().up()) {
      return;
    }
    member.start();
    long life = member.place().life();
    world
        .timeline()
        .in(
            JOIN_NANOS,
            () -> {
              if (member.place().up() && member.place().life() == life) {
                joined(member);
              }
            });
  }

  /// One that comes back before it was missed takes its own place: to the others it has gone and
  /// come at once.
  private void joined(Member member) {
    boolean known = present.contains(member);
    if (!known) {
      present.add(member);
      present.sort((one, other) -> one.place().name().compareTo(other.place().name()));
    }
    List<Member> up = all.stream().filter(other -> other.place().up()).toList();
    up.forEach(this::rehome);
    if (all.size() > 1) {
      up.forEach(other -> other.takeOver(known));
    }
  }

  /// Starts all that are down.
  void startAll() {
    all.forEach(this::start);
  }
}

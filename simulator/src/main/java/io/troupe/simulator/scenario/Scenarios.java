package io.troupe.simulator.scenario;

import io.troupe.simulator.engine.Chance;
import io.troupe.simulator.engine.Weather;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes a scenario from a seed. Seeds differ in what they are hard on: some have bad weather and
/// no crashes, some the other way round, some a journal that fails.
public final class Scenarios {
  private static final int MEMBERS = 3;
  private static final List<Integer> ADDRESSES = List.of(2, 6, 14);

  private final RandomGenerator random;
  private final int members;
  private final int hosts;
  private final long lasts;
  private final List<Scenario.Timed> actions = new ArrayList<>();

  private Scenarios(RandomGenerator random) {
    this.random = random;
    this.members = random.nextInt(3) == 0 ? 1 : MEMBERS;
    this.hosts = 2 + random.nextInt(3);
    this.lasts = 30_000 + 1000L * random.nextInt(90);
  }

  /// The scenario of a seed.
  public static Scenario of(long seed) {
    Scenarios made = new Scenarios(Chance.generator(seed, "scenario"));
    return made.make(seed);
  }

  private Scenario make(long seed) {
    int slots = random.nextInt(4) == 0 ? 3 : 8;
    Weather weather =
        switch (random.nextInt(4)) {
          case 0 -> Weather.of(0, 0, 0);
          case 1 -> Weather.of(random.nextInt(50), random.nextInt(50), random.nextInt(50));
          case 2 -> Weather.of(random.nextInt(250), random.nextInt(150), random.nextInt(200));
          default -> Weather.of(random.nextInt(20), random.nextInt(300), random.nextInt(300));
        };
    users(3 + random.nextInt(25));
    int kinds = 1 + random.nextInt(5);
    for (int i = 0; i < kinds; i++) {
      int kind = random.nextInt(12);
      int often = 1 + random.nextInt(5);
      for (int n = 0; n < often; n++) {
        fault(kind);
      }
    }
    Scenario.Pools pools = pools(Chance.generator(seed, "network"));
    crashes(Chance.generator(seed, "crashes"));
    actions.sort(Comparator.comparingLong(Scenario.Timed::at));
    return new Scenario(seed, members, hosts, slots, pools, lasts, weather, actions);
  }

  /// Draws by itself, so that whatever else a seed has is the same without a network.
  private Scenario.Pools pools(RandomGenerator drawn) {
    if (drawn.nextInt(8) == 0) {
      return Scenario.Pools.NONE;
    }
    int addresses = ADDRESSES.get(drawn.nextInt(ADDRESSES.size()));
    int calls = drawn.nextInt(6);
    for (int i = 0; i < calls; i++) {
      String service = (drawn.nextInt(8) == 0 ? "other" : "demo") + ":s" + drawn.nextInt(3);
      String ip =
          switch (drawn.nextInt(4)) {
            case 0 -> "none";
            case 1 -> "10.43.0." + (1 + drawn.nextInt(addresses));
            default -> "any";
          };
      actions.add(
          new Scenario.Timed(3000 + drawn.nextLong(lasts - 3000), new Action.Call(service, ip)));
    }
    return new Scenario.Pools(2 << drawn.nextInt(3), addresses);
  }

  /// Draws by itself too: what a member has only one of, and all members at once.
  private void crashes(RandomGenerator drawn) {
    int often = drawn.nextInt(4) == 0 ? 1 + drawn.nextInt(3) : 0;
    for (int i = 0; i < often; i++) {
      String member = "m" + (1 + drawn.nextInt(members));
      Action crash =
          switch (drawn.nextInt(5)) {
            case 0, 1 -> new Action.CrashScheduler(member);
            case 2, 3 -> new Action.CrashBook(member);
            default -> new Action.CrashAllMembers(500 + drawn.nextInt(15_000));
          };
      actions.add(new Scenario.Timed(3000 + drawn.nextLong(lasts - 3000), crash));
    }
  }

  private void at(Action action) {
    actions.add(new Scenario.Timed(3000 + random.nextLong(lasts - 3000), action));
  }

  private String service() {
    return (random.nextInt(8) == 0 ? "other" : "demo") + ":s" + random.nextInt(3);
  }

  private String node() {
    return "n" + (1 + random.nextInt(hosts));
  }

  private String member() {
    return "m" + (1 + random.nextInt(members));
  }

  private String version() {
    return "v" + (1 + random.nextInt(4));
  }

  private void users(int often) {
    for (int i = 0; i < 2; i++) {
      actions.add(new Scenario.Timed(2000 + random.nextInt(3000), apply()));
    }
    for (int i = 0; i < often; i++) {
      at(
          switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> apply();
            case 6, 7, 8, 9 -> new Action.Scale(service(), random.nextInt(7));
            case 10, 11 -> new Action.Remove(service());
            case 12 -> new Action.Retire(service(), version());
            case 13 ->
                new Action.AddDeployment(
                    service(), "hand" + random.nextInt(2), random.nextInt(4), random.nextInt(3));
            case 14 -> new Action.ScaleDeployment(service(), version(), random.nextInt(5));
            case 15 -> new Action.Redeploy(service());
            case 16 -> new Action.Quota("demo", random.nextInt(3) * 512);
            case 17 -> new Action.RemoveNode(node());
            case 18 -> new Action.Label(node(), "l" + random.nextInt(3));
            default ->
                random.nextBoolean()
                    ? new Action.RemoveNamespace("other")
                    : new Action.CreateNamespace("other");
          });
    }
  }

  private Action.Apply apply() {
    return new Action.Apply(
        service(),
        random.nextInt(6),
        random.nextInt(20) == 0 ? 9 : random.nextInt(3),
        random.nextInt(4) == 0 ? 2 : 1,
        random.nextInt(10) == 0 ? 0 : 32 << random.nextInt(4),
        random.nextInt(12) == 0 ? 8080 : 0,
        random.nextInt(12) == 0 ? node() : "any");
  }

  private void fault(int kind) {
    switch (kind) {
      case 0 -> {
        for (int i = 0; i < 3; i++) {
          at(new Action.CrashEntity(random.nextInt(1000)));
        }
      }
      case 1 -> at(new Action.CrashMember(member(), 500 + random.nextInt(15_000)));
      case 2 -> at(new Action.CrashAgent(node(), 200 + random.nextInt(14_000)));
      case 3 -> at(new Action.Reboot(node(), 2000 + random.nextInt(14_000)));
      case 4 -> cut();
      case 5 ->
          at(
              new Action.Pause(
                  random.nextBoolean() ? member() : node(), 300 + random.nextInt(12_000)));
      case 6 ->
          at(
              switch (random.nextInt(3)) {
                case 0 ->
                    new Action.SlowJournal(
                        500 + random.nextInt(4000), 1000 + random.nextInt(20_000));
                case 1 -> new Action.RefusingJournal(200 + random.nextInt(8000));
                default -> new Action.DoubtfulJournal(200 + random.nextInt(8000));
              });
      case 7 ->
          at(
              new Action.StaleView(
                  member(), 200 + random.nextInt(5000), 1000 + random.nextInt(20_000)));
      case 8 ->
          at(
              random.nextInt(3) == 0
                  ? new Action.StepClock(
                      random.nextBoolean() ? member() : node(), random.nextInt(200_000) - 100_000L)
                  : new Action.CrashSession(node()));
      case 9 -> {
        at(new Action.EndContainer(node(), random.nextInt(8), random.nextInt(2)));
        at(new Action.LoseContainer(node(), random.nextInt(8)));
      }
      case 10 ->
          at(
              random.nextBoolean()
                  ? new Action.SlowRuntime(
                      node(), 500 + random.nextInt(5000), 1000 + random.nextInt(20_000))
                  : new Action.FailingRuntime(
                      node(), 50 + random.nextInt(400), 1000 + random.nextInt(20_000)));
      default -> at(new Action.LoseEvery(2 + random.nextInt(3), 1000 + random.nextInt(30_000)));
    }
  }

  private void cut() {
    long lasts = 500L + random.nextInt(15_000);
    String one = random.nextBoolean() ? member() : node();
    String other = member();
    long at = 3000 + random.nextLong(this.lasts - 3000);
    actions.add(new Scenario.Timed(at, new Action.Cut(one, other, lasts)));
    if (random.nextBoolean()) {
      actions.add(new Scenario.Timed(at, new Action.Cut(other, one, lasts)));
    }
    if (random.nextInt(3) == 0) {
      for (int m = 1; m <= members; m++) {
        actions.add(new Scenario.Timed(at, new Action.Cut(one, "m" + m, lasts)));
        actions.add(new Scenario.Timed(at, new Action.Cut("m" + m, one, lasts)));
      }
    }
  }
}

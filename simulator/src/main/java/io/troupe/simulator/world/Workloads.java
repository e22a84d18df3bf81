package io.troupe.simulator.world;

import io.troupe.simulator.engine.Weather;
import io.troupe.simulator.scenario.Action;
import io.troupe.simulator.scenario.Scenario;
import io.troupe.simulator.scenario.Scenario.Timed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ten things that users do, short enough to fail at every single event of each.
public final class Workloads {
  private static final String WEB = "demo:s1";

  private Workloads() {}

  /// The workloads by name.
  public static Map<String, Scenario> all() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put("deploy", of(web(2, 0)));
    all.put("scale up and down", of(web(1, 0), scale(3), scale(1)));
    all.put("new version", of(web(2, 0), web(2, 1)));
    all.put("version that cannot start", of(web(1, 0), web(1, 9), web(1, 1)));
    all.put("remove", of(web(2, 0), new Action.Remove(WEB)));
    all.put("remove and create again", of(web(1, 0), new Action.Remove(WEB), web(1, 1)));
    all.put(
        "more than the quota", of(new Action.Quota("demo", 128), web(2, 0), scale(3), scale(1)));
    all.put("node is given up", of(web(2, 0), new Action.CrashAgent("n1", 10_000)));
    all.put("node is removed", of(web(2, 0), new Action.RemoveNode("n1")));
    all.put(
        "deployment by hand",
        of(web(1, 0), new Action.AddDeployment(WEB, "hand", 1, 1), new Action.Retire(WEB, "hand")));
    return all;
  }

  private static Action web(int replicas, int image) {
    return new Action.Apply(WEB, replicas, image, 1, 64, 0, "any");
  }

  private static Action scale(int replicas) {
    return new Action.Scale(WEB, replicas);
  }

  private static Scenario of(Action... actions) {
    List<Timed> timed = new java.util.ArrayList<>();
    for (int i = 0; i < actions.length; i++) {
      timed.add(new Timed(2500 + 2000L * i, actions[i]));
    }
    long lasts = 2500 + 2000L * actions.length + 12_000;
    return new Scenario(1, 1, 2, 8, new Scenario.Pools(4, 2), lasts, Weather.CALM, timed);
  }
}

package io.troupe.simulator.scenario;

import io.troupe.simulator.engine.Weather;
import java.util.List;

/// Everything that a run depends on: the same scenario always runs the same way.
///
/// @param members how many control members
/// @param hosts how many machines
/// @param slots pods that each takes
/// @param pools what the network gives out
/// @param lasts milliseconds until all faults end
/// @param weather what becomes of single messages until then
public record Scenario(
    long seed,
    int members,
    int hosts,
    int slots,
    Pools pools,
    long lasts,
    Weather weather,
    List<Timed> actions) {
  /// How much there is of what services and nodes lease.
  ///
  /// @param subnets for nodes; without any the machines take no part in the network
  /// @param addresses for services
  public record Pools(int subnets, int addresses) {
    /// Nothing: the machines take no part in the network.
    public static final Pools NONE = new Pools(0, 0);

    public boolean networked() {
      return subnets > 0;
    }
  }

  /// An action and when it happens, in milliseconds.
  public record Timed(long at, Action action) {}

  public Scenario {
    actions = List.copyOf(actions);
  }

  public Scenario with(List<Timed> others) {
    return new Scenario(seed, members, hosts, slots, pools, lasts, weather, others);
  }

  public Scenario with(Weather other) {
    return new Scenario(seed, members, hosts, slots, pools, lasts, other, actions);
  }
}

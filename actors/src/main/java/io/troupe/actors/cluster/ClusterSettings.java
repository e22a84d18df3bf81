package io.troupe.actors.cluster;

import com.typesafe.config.Config;
import java.util.List;

/// What a control member is told of its cluster: the section `troupe.cluster`.
///
/// @param name members of a cluster of another name are refused
/// @param seeds addresses of control members, `host:port`; empty for a cluster of one
/// @param controlMembers how many control members the cluster is to have; more than half of them
///   must be there
/// @param storage where the cluster keeps its events
/// @param discover a name in DNS that stands for all control members, empty for none
public record ClusterSettings(
    String name, List<String> seeds, int controlMembers, String storage, String discover) {
  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /// Reads the section of a whole configuration.
  public static ClusterSettings from(Config whole) {
    Config config = whole.getConfig("troupe.cluster");
    List<String> seeds = config.getStringList("seeds");
    int members = config.getInt("control-members");
    return new ClusterSettings(
        config.getString("name"),
        seeds,
        members > 0 ? members : Math.max(1, seeds.size()),
        whole.getString("troupe.storage"),
        config.getString("discover"));
  }

  /// How many control members must see each other.
  public int quorum() {
    return quorum(controlMembers);
  }

  /// More than half of so many.
  public static int quorum(int members) {
    return members / 2 + 1;
  }
}

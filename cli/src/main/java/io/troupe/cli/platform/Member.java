package io.troupe.cli.platform;

import com.typesafe.config.Config;
import io.troupe.actors.cluster.Membership;
import io.troupe.node.Runtimes;
import java.util.function.Consumer;

/// What runs in a process that belongs to a cluster: one actor system, from its start to its end.
interface Member {
  /// Begins to start what the configuration asks for.
  ///
  /// @param runtimes what runs containers; it outlives the member
  /// @param tell told what people at the terminal should know while it takes long
  static Member of(Config config, Runtimes runtimes, Consumer<String> tell) {
    return MemberConfig.roles(config).contains(Membership.CONTROL)
        ? Platform.begin(config, runtimes, progress -> tell.accept(progress.message()))
        : AgentMember.begin(config, runtimes, tell);
  }

  /// Returns when it does its work.
  ///
  /// @throws io.troupe.actors.cluster.CannotJoin when it has not got into its cluster
  void awaitReady();

  /// Where it is reached.
  String url();

  /// What it is, in a sentence without its end.
  String description();

  /// Returns when it has ended.
  ///
  /// @return why
  String awaitEnd();

  /// Leaves the cluster and ends. Containers run on.
  void stop();
}

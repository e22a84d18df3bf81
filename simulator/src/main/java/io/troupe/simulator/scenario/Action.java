package io.troupe.simulator.scenario;

/// One thing that a user, the world or bad luck does. Components are texts and whole numbers, so
/// that each can be written in a line of a trace. Times are in milliseconds.
public sealed interface Action {
  /// What users do.
  sealed interface User extends Action {}

  /// What goes wrong.
  sealed interface Fault extends Action {}

  /// A service is to be like this.
  ///
  /// @param image number of its image; 9 cannot be started
  /// @param mebibytes of each container, 0 for no limits
  /// @param port of the host that it publishes, 0 for none
  /// @param node the only node it may run on, `any` for all
  record Apply(
      String service, int replicas, int image, int containers, int mebibytes, int port, String node)
      implements User {}

  /// A service is called at an address of its own: `any`, a certain one, or `none`.
  record Call(String service, String ip) implements User {}

  record Redeploy(String service) implements User {}

  record Scale(String service, int replicas) implements User {}

  record ScaleDeployment(String service, String deployment, int replicas) implements User {}

  record Remove(String service) implements User {}

  record Retire(String service, String deployment) implements User {}

  /// A deployment made by hand.
  record AddDeployment(String service, String name, int replicas, int image) implements User {}

  /// A namespace may use so much memory, 0 for all.
  record Quota(String namespace, int mebibytes) implements User {}

  record RemoveNamespace(String namespace) implements User {}

  record CreateNamespace(String namespace) implements User {}

  record RemoveNode(String node) implements User {}

  record Label(String node, String value) implements User {}

  /// The n-th of the entities in memory fails.
  record CrashEntity(int which) implements Fault {}

  /// The entity of one resource fails, written `kind|link`.
  record CrashResource(String resource) implements Fault {}

  record CrashSession(String node) implements Fault {}

  /// The scheduler of a member fails, and begins anew with what the member's view shows.
  record CrashScheduler(String member) implements Fault {}

  /// So does its book of the network.
  record CrashBook(String member) implements Fault {}

  record CrashMember(String member, long downFor) implements Fault {}

  /// All members end at the same time.
  record CrashAllMembers(long downFor) implements Fault {}

  record CrashAgent(String node, long downFor) implements Fault {}

  /// The machine restarts, and all containers with it.
  record Reboot(String node, long downFor) implements Fault {}

  /// Nothing gets from one place to the other; both ways when it is cut twice.
  record Cut(String from, String to, long lasts) implements Fault {}

  record Pause(String place, long lasts) implements Fault {}

  record SlowJournal(long byUpTo, long lasts) implements Fault {}

  record RefusingJournal(long lasts) implements Fault {}

  /// Writes are stored, and some writers are told that they are not.
  record DoubtfulJournal(long lasts) implements Fault {}

  record StaleView(String member, long by, long lasts) implements Fault {}

  record StepClock(String place, long by) implements Fault {}

  /// The n-th container of a machine ends.
  record EndContainer(String node, int which, int exitCode) implements Fault {}

  /// Somebody removes the n-th container of a machine by hand.
  record LoseContainer(String node, int which) implements Fault {}

  record SlowRuntime(String node, long byUpTo, long lasts) implements Fault {}

  /// So many of a thousand calls of the container runtime fail.
  record FailingRuntime(String node, int perThousand, long lasts) implements Fault {}

  /// Of what agents are told to run every n-th message is lost, and of their reports every n-th.
  ///
  /// @param lasts milliseconds; 0 for as long as the scenario goes on, also when all else is calm
  record LoseEvery(int nth, long lasts) implements Fault {}
}

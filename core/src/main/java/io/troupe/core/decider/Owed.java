package io.troupe.core.decider;

import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;

/// A message that a resource owes, as its state says. It is sent after the event that made it owed,
/// again with back-off while it stays owed, and again after a restart; it stops being owed when an
/// event takes it out of the state. Equal values are one debt.
public sealed interface Owed {
  /// A command for another resource.
  record Ask(Ref to, Command command) implements Owed {}

  /// A command for another resource that is sent only when no node begins new connections to a pod
  /// any more, or none has said so in time.
  ///
  /// @param pod who leaves the endpoints
  record AfterDrain(Ref pod, Ref to, Command command) implements Owed {}

  /// A pod wants a node: a request to the scheduler, with what the chosen node is to run.
  record Place(PlacementRequest request, PodSpec spec) implements Owed {}
}

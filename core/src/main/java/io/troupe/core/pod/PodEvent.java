package io.troupe.core.pod;

import io.troupe.core.Event;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.Placement.FilterCount;
import java.util.List;

/// What has happened to a pod.
public sealed interface PodEvent extends Event {
  /// It exists and wants a node.
  record PodCreated(PodSpec spec) implements PodEvent {}

  /// No node takes it, for these reasons; it waits.
  record PodUnschedulable(List<FilterCount> reasons) implements PodEvent {
    public PodUnschedulable {
      reasons = List.copyOf(reasons);
    }
  }

  /// It has a node; the placement says why this one.
  record PodAssigned(String node, Placement placement) implements PodEvent {}

  /// Its agent has seen something new.
  record PodObserved(Observation observation) implements PodEvent {}

  /// Its node is lost, and with it the pod.
  record PodLost(String node) implements PodEvent {}

  /// It is to end.
  record PodDestroyRequested(String reason) implements PodEvent {}

  /// Nothing is left of it anywhere.
  record PodRemoved() implements PodEvent {}

  /// Its deployment has taken this note of its condition.
  record PodNoteTaken(PodNote note) implements PodEvent {}
}

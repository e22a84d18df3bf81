package io.troupe.persistence.sample;

import io.troupe.core.State;
import io.troupe.persistence.sample.ShipEvent.Name;
import java.util.List;

/// A family of states, with a phase that is a family of its own.
public sealed interface ShipState extends State {
  record Absent() implements ShipState {}

  sealed interface Afloat extends ShipState {
    record Docked(Name name, List<String> crew) implements Afloat {}

    record AtSea(Name name) implements Afloat {}
  }
}

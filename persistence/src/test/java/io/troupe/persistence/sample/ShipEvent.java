package io.troupe.persistence.sample;

import io.troupe.core.Event;
import io.troupe.core.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A family of events that has one of every shape the domain uses.
public sealed interface ShipEvent extends Event {
  record Built(Name name, Weight weight, Instant at, Duration warranty) implements ShipEvent {}

  record Loaded(
      List<Cargo> cargo,
      Set<Color> flags,
      Map<Ref, Integer> owners,
      Map<Name, Weight> weights,
      Map<Color, String> lights,
      Map<Berth, Name> berths)
      implements ShipEvent {}

  record Left(Optional<String> port, @Nullable String note, @Nullable Color color)
      implements ShipEvent {}

  record Sunk(String reason) implements ShipEvent {}

  record Forgotten() implements ShipEvent {}

  record Name(String text) {
    public Name {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a ship needs a name");
      }
    }
  }

  record Weight(long kilograms) implements Comparable<Weight> {
    /// No component, so never stored.
    public boolean isHeavy() {
      return kilograms > 1000;
    }

    @Override
    public int compareTo(Weight other) {
      return Long.compare(kilograms, other.kilograms);
    }
  }

  record Berth(String pier, int number) {
    public static Berth parse(String text) {
      String[] parts = text.split("/", -1);
      return new Berth(parts[0], Integer.parseInt(parts[1]));
    }

    @Override
    public String toString() {
      return pier + "/" + number;
    }
  }

  enum Color {
    RED,
    GREEN
  }

  sealed interface Cargo {
    record Crate(Name owner, byte[] content) implements Cargo {
      @Override
      public boolean equals(Object other) {
        return other instanceof Crate crate
            && owner.equals(crate.owner)
            && java.util.Arrays.equals(content, crate.content);
      }

      @Override
      public int hashCode() {
        return owner.hashCode();
      }
    }

    record Tank(Weight weight) implements Cargo {}

    record Empty() implements Cargo {}
  }
}

package io.troupe.it.history;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Whether the history of one register is linearizable: whether its operations can be put into one
/// order in which each takes effect between its question and its answer, and each read sees the
/// write before it (Herlihy and Wing, 1990). The search is that of Wing and Gong, which remembers
/// where it has been as Lowe proposed ("Testing for linearizability", 2017).
///
/// A checker of our own, since Lincheck runs the threads itself within one JVM, while these
/// histories come from processes that are killed and cut off.
public final class Linearizability {
  private final List<Operation> operations;
  private final int answered;
  private final Set<Place> seen = new HashSet<>();
  private Place furthest;

  /// How far a search has come.
  ///
  /// @param done which operations have taken effect, by their index
  private record Place(BitSet done, String value, int answered) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Place place && done.equals(place.done) && value.equals(place.value);
    }

    @Override
    public int hashCode() {
      return 31 * done.hashCode() + value.hashCode();
    }
  }

  private Linearizability(String initial, List<Operation> history) {
    Set<String> read =
        history.stream()
            .filter(operation -> operation.type() == Operation.Type.READ)
            .map(Operation::value)
            .collect(Collectors.toSet());
    // a write that nobody answered and nobody saw need not have taken effect
    operations =
        history.stream()
            .filter(operation -> operation.isAnswered() || read.contains(operation.value()))
            .sorted(Comparator.comparingLong(Operation::invoked))
            .toList();
    answered = (int) operations.stream().filter(Operation::isAnswered).count();
    furthest = new Place(new BitSet(), initial, 0);
  }

  /// What is wrong with a history, if anything is: the longest order that could be found, and what
  /// nothing explains after it.
  public static Optional<String> violation(String initial, List<Operation> history) {
    Linearizability search = new Linearizability(initial, history);
    return search.succeeds() ? Optional.empty() : Optional.of(search.report());
  }

  private boolean succeeds() {
    Deque<Place> open = new ArrayDeque<>();
    open.push(furthest);
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (place.answered() == answered) {
        return true;
      }
      if (place.answered() > furthest.answered()) {
        furthest = place;
      }
      candidates(place, open);
    }
    return false;
  }

  /// Adds what may take effect next: whatever was asked before the first answer that is not yet
  /// explained.
  private void candidates(Place place, Deque<Place> open) {
    long firstAnswer = Operation.NEVER;
    for (int i = place.done().nextClearBit(0); i < operations.size(); i++) {
      Operation operation = operations.get(i);
      if (operation.invoked() > firstAnswer) {
        break;
      }
      if (!place.done().get(i)) {
        firstAnswer = Math.min(firstAnswer, operation.returned());
      }
    }
    for (int i = place.done().nextClearBit(0); i < operations.size(); i++) {
      Operation operation = operations.get(i);
      if (operation.invoked() > firstAnswer) {
        break;
      }
      if (!place.done().get(i) && isPossible(operation, place.value())) {
        Place next = after(place, i);
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
  }

  private static boolean isPossible(Operation operation, String value) {
    return operation.type() == Operation.Type.WRITE || operation.value().equals(value);
  }

  private Place after(Place place, int index) {
    Operation operation = operations.get(index);
    BitSet done = (BitSet) place.done().clone();
    done.set(index);
    String value = operation.type() == Operation.Type.WRITE ? operation.value() : place.value();
    return new Place(done, value, place.answered() + (operation.isAnswered() ? 1 : 0));
  }

  private String report() {
    String unexplained =
        IntStream.range(0, operations.size())
            .filter(i -> !furthest.done().get(i))
            .mapToObj(operations::get)
            .limit(8)
            .map(operation -> "\n  " + operation)
            .collect(Collectors.joining());
    return "%d of %d answers have an order, the register is then at '%s'; nothing explains what follows:%s"
        .formatted(furthest.answered(), answered, furthest.value(), unexplained);
  }
}

package io.troupe.it.history;

import static io.troupe.it.history.Operation.NEVER;
import static io.troupe.it.history.Operation.Type.READ;
import static io.troupe.it.history.Operation.Type.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearizabilityCheckTest {
  private static Operation operation(
      String client, Operation.Type type, String value, long from, long to) {
    return new Operation(client, type, value, from, to);
  }

  private static Optional<String> violation(Operation... history) {
    return Linearizability.violation("0", List.of(history));
  }

  @Test
  void acceptsReadsThatMayFallOnEitherSideOfAWrite() {
    assertThat(
            violation(
                operation("a", WRITE, "1", 0, 10),
                operation("b", READ, "0", 1, 9),
                operation("c", READ, "1", 2, 8)))
        .isEmpty();
  }

  @Test
  void findsAReadThatMissesAnAnsweredWrite() {
    assertThat(violation(operation("a", WRITE, "1", 0, 10), operation("b", READ, "0", 11, 12)))
        .hasValueSatisfying(report -> assertThat(report).contains("b READ 0"));
  }

  @Test
  void findsReadsThatGoBackInTime() {
    assertThat(
            violation(
                operation("a", WRITE, "1", 0, 100),
                operation("b", READ, "1", 10, 20),
                operation("c", READ, "0", 30, 40)))
        .isPresent();
  }

  @Test
  void findsALostWrite() {
    assertThat(
            violation(
                operation("a", WRITE, "1", 0, 1),
                operation("a", WRITE, "2", 2, 3),
                operation("b", READ, "1", 4, 5)))
        .isPresent();
  }

  @Test
  void letsAWriteWithoutAnswerTakeEffectLateOrNever() {
    Operation unanswered = operation("a", WRITE, "1", 0, NEVER);
    Operation before = operation("b", READ, "0", 5, 6);
    Operation after = operation("b", READ, "1", 7, 8);
    assertThat(violation(unanswered, before, after)).isEmpty();
    assertThat(violation(unanswered, before)).isEmpty();
    assertThat(violation(unanswered, after, operation("b", READ, "0", 9, 10))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void acceptsWhatARealRegisterDidAndFindsOneChangedAnswer(long seed) {
    List<Operation> history = ofARegister(new SplittableRandom(seed), 200);
    assertThat(Linearizability.violation("0", history)).isEmpty();

    int last = history.size() - 1;
    Operation read = history.get(last);
    List<Operation> changed = new ArrayList<>(history);
    changed.set(
        last, operation(read.client(), READ, "never written", read.invoked(), read.returned()));
    assertThat(Linearizability.violation("0", changed)).isPresent();
  }

  /// What five clients see of a register whose operations take effect at random moments between
  /// question and answer; the last is a read after all others.
  private static List<Operation> ofARegister(SplittableRandom random, int count) {
    List<Operation> history = new ArrayList<>();
    String value = "0";
    for (int i = 0; i < count; i++) {
      long effect = 10L * i;
      boolean write = random.nextBoolean();
      value = write ? "v" + i : value;
      history.add(
          operation(
              "client" + i % 5,
              write ? WRITE : READ,
              value,
              effect - random.nextInt(20),
              effect + random.nextInt(20)));
    }
    history.add(operation("last", READ, value, 100L * count, 100L * count + 1));
    return history;
  }
}

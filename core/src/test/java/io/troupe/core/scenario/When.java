package io.troupe.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.State;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Reply;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;

/// A decision on a command, to be looked at. Whatever follows is asked of the resource after the
/// decision's events.
public final class When<C extends Command, E extends Event, S extends State> {
  private final Given<C, E, S> given;
  private final C command;
  private final Decision<E> decision;
  private final List<E> events;

  When(Given<C, E, S> given, C command, Decision<E> decision) {
    this.given = given;
    this.command = command;
    this.decision = decision;
    this.events =
        switch (decision) {
          case Decision.Accepted<E> accepted -> accepted.events();
          case Decision.Waiting<E> waiting -> waiting.events();
          case Decision.Rejected<E> _ -> List.of();
        };
    given.events(events);
  }

  /// Exactly these events are stored.
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final When<C, E, S> then(E... expected) {
    assertThat(events).isEqualTo(Arrays.asList(expected));
    return this;
  }

  When<C, E, S> isCarriedOut() {
    assertThat(decision).as("the answer to " + command).isNotInstanceOf(Decision.Rejected.class);
    return this;
  }

  /// Nothing is stored, and the answer is yes.
  public When<C, E, S> changesNothing() {
    assertThat(events).isEmpty();
    return replies(Reply.OK);
  }

  /// The answer is this.
  public When<C, E, S> replies(Reply reply) {
    assertThat(decision)
        .asInstanceOf(InstanceOfAssertFactories.type(Decision.Accepted.class))
        .extracting(Decision.Accepted::reply)
        .isEqualTo(reply);
    return this;
  }

  /// It is refused, in words that have these parts, and nothing is stored.
  public When<C, E, S> isRefused(Refusal.Code code, String... parts) {
    assertThat(decision).isInstanceOf(Decision.Rejected.class);
    Refusal refusal = ((Decision.Rejected<E>) decision).refusal();
    assertThat(refusal.code()).isEqualTo(code);
    for (String part : parts) {
      assertThat(refusal.message()).contains(part);
    }
    return this;
  }

  /// The answer comes later.
  public When<C, E, S> waits() {
    assertThat(decision).isInstanceOf(Decision.Waiting.class);
    return this;
  }

  /// Those who wait get this answer.
  public When<C, E, S> settles(Reply reply) {
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    assertThat(((Decision.Accepted<E>) decision).settlements())
        .extracting(Decision.Settlement::reply)
        .containsExactly(reply);
    return this;
  }

  /// The same command once more stores nothing and is answered as before.
  public When<C, E, S> again() {
    When<C, E, S> second = given.when(command);
    assertThat(second.events).as("stored by the repeated command").isEmpty();
    if (decision instanceof Decision.Accepted<E> accepted) {
      second.replies(accepted.reply());
    }
    return this;
  }

  /// It now owes exactly this.
  public When<C, E, S> owes(Owed... owed) {
    assertThat(given.owed()).containsExactly(owed);
    return this;
  }

  /// It now owes this, among other things.
  public When<C, E, S> owesAlso(Owed... owed) {
    assertThat(given.owed()).contains(owed);
    return this;
  }

  public List<E> events() {
    return events;
  }

  public S state() {
    return given.state();
  }

  /// The resource after this.
  public Given<C, E, S> and() {
    return given;
  }

  /// Has a further command decided.
  public When<C, E, S> when(C next) {
    return given.when(next);
  }
}

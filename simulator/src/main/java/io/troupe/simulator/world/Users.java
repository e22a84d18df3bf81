package io.troupe.simulator.world;

import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.Outcome;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.simulator.check.Answers;
import io.troupe.simulator.engine.Address;
import io.troupe.simulator.engine.Place;
import java.util.function.Function;

/// Those who give commands through the API, each with the name of its request.
public final class Users {
  private final World world;
  private final Place place;
  private long requests;

  Users(World world) {
    this.world = world;
    this.place = new Place("user", world.timeline());
  }

  /// Sends a command and takes its answer.
  public void send(Ref to, Command command) {
    String request = "r" + ++requests;
    send(to, request, command, null);
  }

  /// Sends a command that says what a service is to be.
  ///
  /// @param removal whether it is to be gone
  /// @param command made with the name of the request
  public void wish(Ref to, boolean removal, Function<String, Command> command) {
    String request = "r" + ++requests;
    Answers.Wish wish = world.answers().sent(to, request, removal, world.timeline().now());
    send(to, request, command.apply(request), wish);
  }

  private void send(
      Ref to,
      String request,
      Command command,
      Answers.@org.jspecify.annotations.Nullable Wish wish) {
    boolean[] done = new boolean[1];
    Address<Outcome> answer =
        new Address<>(
            world.network(),
            place,
            request,
            outcome -> {
              if (!done[0]) {
                done[0] = true;
                if (world.chronicle().listens()) {
                  world.chronicle().note(request + " answered " + answer(outcome));
                }
                world.guarded(() ->
                    world
                        .answers()
                        .answered(
                            to, wish, outcome, world.journal().log(to), world.timeline().now()));
              }
            });
    if (world.chronicle().listens()) {
      world.chronicle().note(request + " asks " + to + " " + command);
    }
    world.toEntity("user", to, new Execute(command, Cause.of("user", request), 0, true, answer));
  }

  private static String answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Decided decided -> decided.reply() + " at " + decided.seq();
      case Outcome.Failed failed -> failed.message();
    };
  }
}

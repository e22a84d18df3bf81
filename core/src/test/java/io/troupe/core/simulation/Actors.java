package io.troupe.core.simulation;

import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentDecider;
import io.troupe.core.namespace.NamespaceDecider;
import io.troupe.core.node.NodeDecider;
import io.troupe.core.pod.PodDecider;
import io.troupe.core.service.ServiceDecider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The logs and states of all resources: what the entity shell does, without actors.
final class Actors {
  private static final Map<Kind, Decider<?, ?, ?>> DECIDERS = new EnumMap<>(Kind.class);

  static {
    List.of(
            new NamespaceDecider(),
            new ServiceDecider(),
            new DeploymentDecider(),
            new PodDecider(),
            new NodeDecider())
        .forEach(decider -> DECIDERS.put(decider.kind(), decider));
  }

  private final Map<Ref, List<Recorded<Event>>> logs = new TreeMap<>();
  private final Map<Ref, State> states = new TreeMap<>();
  private final RandomGenerator random;
  private long clock;

  Actors(RandomGenerator random) {
    this.random = random;
  }

  @SuppressWarnings("unchecked")
  static Decider<Command, Event, State> decider(Ref resource) {
    return (Decider<Command, Event, State>) DECIDERS.get(resource.kind());
  }

  State state(Ref resource) {
    return states.getOrDefault(resource, decider(resource).empty());
  }

  Map<Ref, State> states() {
    return states;
  }

  List<Recorded<Event>> log(Ref resource) {
    return logs.getOrDefault(resource, List.of());
  }

  /// Decides, stores and applies.
  Reply tell(Ref to, Command command, Cause cause) {
    State state = state(to);
    Context context = new Context(to, now(), cause, random);
    return switch (decider(to).decide(state, command, context)) {
      case Decision.Accepted<Event> accepted -> {
        store(to, accepted.events(), cause);
        yield accepted.reply();
      }
      case Decision.Waiting<Event> waiting -> {
        store(to, waiting.events(), cause);
        yield new Reply.Pending();
      }
      case Decision.Rejected<Event> rejected -> new Reply.Refused(rejected.refusal());
    };
  }

  private void store(Ref to, List<Event> events, Cause cause) {
    for (Event event : events) {
      Recorded<Event> recorded = new Recorded<>(now(), cause, event);
      logs.computeIfAbsent(to, _ -> new ArrayList<>()).add(recorded);
      states.put(to, decider(to).apply(state(to), event, recorded.at()));
    }
  }

  Instant now() {
    return Instant.ofEpochMilli(clock++);
  }

  /// The state that the log alone gives.
  State replayed(Ref resource) {
    State state = decider(resource).empty();
    for (Recorded<Event> recorded : log(resource)) {
      state = decider(resource).apply(state, recorded.event(), recorded.at());
    }
    return state;
  }

  /// What a resource has to send, with the cause it sends it for.
  List<Owed> owed(Ref resource) {
    return decider(resource).owed(resource, state(resource));
  }

  Cause causeOf(Ref resource) {
    List<Recorded<Event>> log = log(resource);
    return log.isEmpty()
        ? Cause.by(Cause.SYSTEM)
        : log.get(log.size() - 1).cause().after(new EventId(resource, log.size()));
  }

  /// What an answer makes its receiver tell itself.
  Optional<Command> replied(Ref resource, Owed owed, Reply reply) {
    return decider(resource).replied(resource, state(resource), owed, reply);
  }
}

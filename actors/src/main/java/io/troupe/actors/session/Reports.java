package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodCommand;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The report of an agent that is being stored: which answers are still to come.
final class Reports {
  private final String node;
  private final Post post;
  private final ActorRef<Outcome> answers;
  private final Set<Long> open = new HashSet<>();
  private long number;
  private long lastTicket;

  Reports(String node, Post post, ActorRef<Outcome> answers) {
    this.node = node;
    this.post = post;
    this.answers = answers;
  }

  /// Hands a report on to the pods, and removals to the node's ledger as well. A repeated report
  /// starts over: pods take the same news twice without harm. One that comes after a newer one is
  /// passed over, since its news are old.
  ///
  /// @return the number of the report when nothing has to be waited for
  Optional<Long> take(ToSession.Report report) {
    if (report.number() < number) {
      return Optional.empty();
    }
    open.clear();
    number = report.number();
    Cause cause = Cause.by("agent:" + node);
    for (PodReport pod : report.pods()) {
      if (pod.observation().phase() == Phase.REMOVED) {
        ask(new Ref(Kind.NODE, node), new NodeCommand.Release(pod.pod()), cause);
      }
      ask(pod.pod(), new PodCommand.Observe(node, pod.observation()), cause);
    }
    return open.isEmpty() ? Optional.of(number) : Optional.empty();
  }

  private void ask(Ref to, io.troupe.core.Command command, Cause cause) {
    open.add(++lastTicket);
    post.ask(to, command, cause, lastTicket, answers);
  }

  /// Notes an answer. A failure leaves the report open, so that the agent sends it again, and so
  /// does a pod that cannot take it yet.
  ///
  /// @return the number of the report when this was the last answer
  Optional<Long> settled(Outcome outcome) {
    boolean last =
        outcome instanceof Outcome.Decided decided
            && !(decided.reply() instanceof Reply.Pending)
            && open.remove(outcome.ticket())
            && open.isEmpty();
    return last ? Optional.of(number) : Optional.empty();
  }

  /// Forgets the report, as when the agent has started anew.
  void clear() {
    open.clear();
    number = 0;
  }
}

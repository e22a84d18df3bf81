package io.troupe.actors.view;

import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// All living resources as of one revision of the log. Reading never waits, and two readings of one
/// revision are equal. Resources that are gone are not in it; their history is in the log.
public interface View {
  /// The revision it shows: the newest event it has taken in.
  long revision();

  /// One resource.
  Optional<Item> find(Ref resource);

  /// All resources of a kind whose self-link is the given one or lies below it, in order of their
  /// links.
  ///
  /// @param scope `demo` for all of a namespace, `demo:web` for all of a service, empty for all
  List<Item> list(Kind kind, String scope);

  /// Completes once it shows the event.
  CompletionStage<Void> reached(EventId event);

  /// A resource in the view.
  ///
  /// @param seq the number of the resource's last event
  /// @param revision the revision of that event
  record Item(Ref resource, State state, long seq, long revision) {}
}

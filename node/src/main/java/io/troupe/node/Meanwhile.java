package io.troupe.node;

import io.troupe.node.container.ContainerEvent.Happened;
import java.util.ArrayList;
import java.util.List;

/// What happens in the runtime while its containers are being listed. The list may be older than
/// that, so whoever it concerns has to look for itself. Belongs to the agent's actor.
final class Meanwhile {
  private final List<Happened> noticed = new ArrayList<>();
  private int lists;

  /// A list is under way from now on.
  void begins() {
    lists++;
  }

  void noticed(Happened happened) {
    if (lists > 0) {
      noticed.add(happened);
    }
  }

  /// A list has come, or will not.
  ///
  /// @return what it may not show
  List<Happened> ends() {
    List<Happened> all = List.copyOf(noticed);
    if (--lists == 0) {
      noticed.clear();
    }
    return all;
  }
}

package io.troupe.http.node;

import io.troupe.core.Ref;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.node.Reservation.Stage;
import io.troupe.http.template.SelectorView;
import io.troupe.http.template.TemplateView;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything a node is to run.
///
/// @param pods by self-link, those that are to end included
public record NodeSpecView(Meta meta, SortedMap<String, Pod> pods) {
  /// Says that this is all there is, not a change.
  public record Meta(boolean initial) {}

  /// A pod on the node.
  public record Pod(Wanted state, SelectorView selector, TemplateView template) {}

  /// Whether it is to end.
  public record Wanted(boolean destroy, boolean cancel, boolean maintenance) {}

  static NodeSpecView of(NodeState.Member member) {
    SortedMap<String, Pod> pods = new TreeMap<>();
    for (var line : member.ledger().entrySet()) {
      Ref pod = line.getKey();
      Reservation reservation = line.getValue();
      boolean ends = reservation.stage() == Stage.STOPPING || reservation.stage() == Stage.LOST;
      pods.put(
          pod.link(),
          new Pod(
              new Wanted(ends, false, false),
              SelectorView.of(reservation.spec().selector()),
              TemplateView.of(reservation.spec().template())));
    }
    return new NodeSpecView(new Meta(true), pods);
  }
}

package io.troupe.node;

import io.troupe.actors.session.PodReport;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What has to be reported and is not known to be stored. Level-triggered: of each pod only the
/// newest observation counts. At most one report is under way; repeated with other content it gets
/// another number, and each number stands for what was in it.
final class Reports {
  /// A report with more pods could be too large for one message.
  static final int MOST_PODS = 200;

  private static final int MOST_REMEMBERED = 16;

  private final Map<Ref, Observation> unsaid = new LinkedHashMap<>();
  private final Map<Long, List<PodReport>> underWay = new LinkedHashMap<>();
  private long number;

  /// A report to send.
  record Numbered(long number, List<PodReport> pods) {}

  void add(Ref pod, Observation observation) {
    unsaid.put(pod, observation);
    if (observation.phase() == Phase.REMOVED) {
      // It may have come back and gone once more: what is under way says nothing of that.
      underWay.replaceAll(
          (_, pods) -> pods.stream().filter(report -> !report.pod().equals(pod)).toList());
    }
  }

  /// The next report, when there is something to say and none is under way.
  Optional<Numbered> next() {
    return underWay.isEmpty() ? again() : Optional.empty();
  }

  /// What is to be sent as the one under way is not answered: the same, or, when something in it
  /// has changed meanwhile, its newest form.
  Optional<Numbered> again() {
    if (unsaid.isEmpty()) {
      underWay.clear();
      return Optional.empty();
    }
    List<PodReport> pods = new ArrayList<>(Math.min(MOST_PODS, unsaid.size()));
    for (Map.Entry<Ref, Observation> entry : unsaid.entrySet()) {
      if (pods.size() == MOST_PODS) {
        break;
      }
      pods.add(new PodReport(entry.getKey(), entry.getValue()));
    }
    if (!pods.equals(underWay.get(number))) {
      number++;
      underWay.put(number, pods);
      forgetOldest();
    }
    return Optional.of(new Numbered(number, pods));
  }

  private void forgetOldest() {
    Iterator<Long> numbers = underWay.keySet().iterator();
    while (underWay.size() > MOST_REMEMBERED) {
      numbers.next();
      numbers.remove();
    }
  }

  /// Takes the word that a report is stored, and answers the pods that are thereby known to be
  /// gone.
  List<Ref> taken(long stored) {
    List<PodReport> pods = underWay.get(stored);
    if (pods == null) {
      return List.of();
    }
    underWay.clear();
    List<Ref> gone = new ArrayList<>();
    for (PodReport report : pods) {
      if (unsaid.remove(report.pod(), report.observation())
          && report.observation().phase() == Phase.REMOVED) {
        gone.add(report.pod());
      }
    }
    return gone;
  }

  boolean idle() {
    return underWay.isEmpty();
  }
}

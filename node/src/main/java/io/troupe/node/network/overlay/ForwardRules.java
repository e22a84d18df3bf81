package io.troupe.node.network.overlay;

import io.troupe.core.network.Cidr;
import io.troupe.node.network.NetworkPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What lets packets between pods pass a firewall that drops what it does not know, as Docker sets
/// it up: no table of our own could overrule it. The rules accept the cluster's ranges alone and
/// stand in `DOCKER-USER`, which Docker calls first and leaves alone, or else in `FORWARD`.
///
/// @param mark the comment by which our rules are known
record ForwardRules(Iptables iptables, String mark) {
  private static final String DOCKERS = "DOCKER-USER";
  private static final String PLAIN = "FORWARD";

  /// From where to where packets are accepted.
  private record Pair(String from, String to) {
    static Pair of(Cidr from, Cidr to) {
      return new Pair(from.toString(), to.toString());
    }
  }

  /// Makes the rules with our mark exactly those that are needed.
  void ensure(NetworkPlan plan) {
    List<Pair> wanted =
        List.of(Pair.of(plan.cluster(), plan.cluster()), Pair.of(plan.cluster(), plan.services()));
    Iptables.Answer dockers = iptables.run(List.of("-S", DOCKERS));
    Iptables.Answer plain = iptables.run(List.of("-S", PLAIN));
    String chain = dockers.isYes() ? DOCKERS : PLAIN;
    for (Pair pair : wanted) {
      if (!iptables.run(change("-C", chain, pair)).isYes()) {
        iptables.require(change("-I", chain, pair));
      }
    }
    remove(DOCKERS, dockers, wanted);
    remove(PLAIN, plain, chain.equals(PLAIN) ? wanted : List.of());
  }

  private void remove(String chain, Iptables.Answer listed, List<Pair> wanted) {
    if (listed.isYes()) {
      marked(listed.text()).stream()
          .filter(pair -> !wanted.contains(pair))
          .forEach(pair -> iptables.require(change("-D", chain, pair)));
    }
  }

  private List<String> change(String verb, String chain, Pair pair) {
    return List.of(
        verb,
        chain,
        "-s",
        pair.from,
        "-d",
        pair.to,
        "-m",
        "comment",
        "--comment",
        mark,
        "-j",
        "ACCEPT");
  }

  /// Our rules in what `iptables -S` prints.
  private List<Pair> marked(String listing) {
    List<Pair> found = new ArrayList<>();
    for (String line : listing.split("\n", -1)) {
      List<String> words = Arrays.asList(line.replace("\"", "").split(" ", -1));
      if (after(words, "--comment").equals(mark) && after(words, "-j").equals("ACCEPT")) {
        found.add(new Pair(after(words, "-s"), after(words, "-d")));
      }
    }
    return found;
  }

  private static String after(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
  }
}

package io.troupe.node.network;

import io.troupe.actors.session.NetworkNews;
import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Peer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a node has been told of the network, and what of it is still to be done. Belongs to the
/// agent's actor.
public final class NetworkPicture {
  private final String node;
  private Map<String, Peer> peers = new TreeMap<>();
  private Map<Ref, Endpoint> endpoints = new TreeMap<>();
  private @Nullable NetworkNews ranges;
  private @Nullable Parts parts;

  private boolean planned;
  private boolean all;
  private final Set<Ref> touched = new TreeSet<>();

  /// A network that comes in parts, before all are there.
  private record Parts(Map<String, Peer> peers, Map<Ref, Endpoint> endpoints) {
    void add(NetworkNews news) {
      news.nodes().forEach(peer -> peers.put(peer.node(), peer));
      news.nodesGone().forEach(peers::remove);
      news.endpoints().forEach(endpoint -> endpoints.put(endpoint.service(), endpoint));
      news.endpointsGone().forEach(endpoints::remove);
    }
  }

  /// @param node whose picture it is
  public NetworkPicture(String node) {
    this.node = node;
  }

  /// Takes news in.
  ///
  /// @return whether something is to be done; false when it was a part that means nothing alone
  public boolean take(NetworkNews news) {
    if (news.complete()) {
      parts = new Parts(new TreeMap<>(), new TreeMap<>());
    }
    Parts gathering = parts;
    if (gathering != null) {
      gathering.add(news);
      if (news.more()) {
        return false;
      }
      peers = gathering.peers();
      endpoints = gathering.endpoints();
      parts = null;
      planned = true;
      all = true;
    } else {
      new Parts(peers, endpoints).add(news);
      planned |= !(news.nodes().isEmpty() && news.nodesGone().isEmpty());
      news.endpoints().forEach(endpoint -> touched.add(endpoint.service()));
      touched.addAll(news.endpointsGone());
    }
    planned |= ranges == null || !sameRanges(ranges, news);
    ranges = news;
    return true;
  }

  private static boolean sameRanges(NetworkNews one, NetworkNews other) {
    return one.pods().equals(other.pods()) && one.services().equals(other.services());
  }

  /// What is still to be done, which is then taken for done. Without a plan nothing can be, so it
  /// stays to be done.
  public NetworkChange change() {
    List<Endpoint> changed =
        all
            ? List.copyOf(endpoints.values())
            : touched.stream().filter(endpoints::containsKey).map(endpoints::get).toList();
    List<Ref> gone =
        all ? List.of() : touched.stream().filter(one -> !endpoints.containsKey(one)).toList();
    NetworkPlan plan = plan();
    NetworkChange change = new NetworkChange(plan, planned, all, changed, gone);
    planned = plan == null;
    all = plan == null;
    touched.clear();
    return change;
  }

  /// What was taken for done is not: everything is to be done again.
  public void redo() {
    planned = true;
    all = true;
  }

  private @Nullable NetworkPlan plan() {
    Peer self = peers.get(node);
    NetworkNews known = ranges;
    if (self == null || known == null) {
      return null;
    }
    List<Peer> others = peers.values().stream().filter(peer -> !peer.equals(self)).toList();
    return new NetworkPlan(known.pods(), known.services(), self.subnet(), self.host(), others);
  }
}

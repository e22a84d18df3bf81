package io.troupe.actors.network;

import io.troupe.actors.session.NetworkNews;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Peer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Peers and endpoints, each with the number of its last change, so that whoever has everything up
/// to some number can be told the rest. What is gone is remembered as long as somebody has to be
/// told. Belongs to one actor.
final class Ledger {
  /// What is known under a key, absent when it is gone.
  private record Line(long number, @Nullable Object value) {}

  /// Endpoints and backends in one message, which has to fit into a frame of remoting.
  private static final int PART = 8_000;

  private final Map<Object, Line> lines = new HashMap<>();
  private final TreeMap<Long, Object> changes = new TreeMap<>();
  private final Map<Long, NetworkNews> told = new HashMap<>();
  private long head;
  private @Nullable Cidr pods;
  private @Nullable Cidr services;

  /// @param from what the first change has a higher number than
  Ledger(long from) {
    head = from;
  }

  /// The number of the last change.
  long head() {
    return head;
  }

  void ranges(Cidr ofPods, Cidr ofServices) {
    if (!ofPods.equals(pods) || !ofServices.equals(services)) {
      pods = ofPods;
      services = ofServices;
      told.clear();
      head++;
    }
  }

  void endpoint(Ref service, Optional<Endpoint> now) {
    Endpoint before = (Endpoint) value(service);
    if (now.isPresent() ? !isSame(before, now.get()) : before != null) {
      put(service, now.orElse(null));
    }
  }

  private static boolean isSame(@Nullable Endpoint before, Endpoint now) {
    return before != null
        && now.equals(
            new Endpoint(
                before.service(),
                now.version(),
                before.address(),
                before.ports(),
                before.balance(),
                before.backends()));
  }

  void peer(String node, Optional<Peer> now) {
    if (!Optional.ofNullable(value(node)).equals(now)) {
      put(node, now.orElse(null));
    }
  }

  private @Nullable Object value(Object key) {
    Line line = lines.get(key);
    return line == null ? null : line.value();
  }

  private void put(Object key, @Nullable Object value) {
    Line before = lines.get(key);
    if (before != null) {
      changes.remove(before.number());
    }
    told.clear();
    lines.put(key, new Line(++head, value));
    changes.put(head, key);
  }

  /// The services whose endpoints have a backend on a node.
  List<Ref> servicesOn(String node) {
    List<Ref> found = new ArrayList<>();
    lines
        .values()
        .forEach(line -> {
          if (line.value() instanceof Endpoint endpoint
              && endpoint.backends().stream().anyMatch(one -> one.node().equals(node))) {
            found.add(endpoint.service());
          }
        });
    return found;
  }

  /// What has changed after a number; everything after a negative one. Empty while the ranges are
  /// not known.
  Optional<NetworkNews> since(long number) {
    Cidr ofPods = pods;
    Cidr ofServices = services;
    return ofPods == null || ofServices == null
        ? Optional.empty()
        : Optional.of(told.computeIfAbsent(number, from -> news(from, ofPods, ofServices)));
  }

  private NetworkNews news(long number, Cidr ofPods, Cidr ofServices) {
    boolean complete = number < 0;
    List<Peer> nodes = new ArrayList<>();
    List<String> nodesGone = new ArrayList<>();
    List<Endpoint> endpoints = new ArrayList<>();
    List<Ref> endpointsGone = new ArrayList<>();
    long reached = head;
    int size = 0;
    for (Map.Entry<Long, Object> change : changes.tailMap(number, false).entrySet()) {
      if (size > PART) {
        break;
      }
      reached = change.getKey();
      Object key = change.getValue();
      size++;
      switch (value(key)) {
        case Peer peer -> nodes.add(peer);
        case Endpoint endpoint -> {
          endpoints.add(endpoint);
          size += endpoint.backends().size();
        }
        case null, default -> {
          if (!complete && key instanceof Ref service) {
            endpointsGone.add(service);
          } else if (!complete && key instanceof String node) {
            nodesGone.add(node);
          }
        }
      }
    }
    boolean more = !changes.tailMap(reached, false).isEmpty();
    return new NetworkNews(
        more ? reached : head,
        complete,
        more,
        ofPods,
        ofServices,
        nodes,
        nodesGone,
        endpoints,
        endpointsGone);
  }

  /// Forgets what is gone and known to everybody.
  ///
  /// @param known the lowest number that anybody has
  void forget(long known) {
    var old = changes.headMap(known, true).entrySet().iterator();
    while (old.hasNext()) {
      Object key = old.next().getValue();
      if (value(key) == null) {
        lines.remove(key);
        old.remove();
      }
    }
  }
}

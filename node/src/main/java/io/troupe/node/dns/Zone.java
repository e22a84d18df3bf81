package io.troupe.node.dns;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Type;

/// All names the node answers for by itself: those below the cluster's domain, and those of the
/// addresses of its services and pods. It has what was last pushed and nothing older: a change is
/// seen by the next query, and while nobody pushes it goes on with what it has.
///
/// Queries read it without a lock. Each name changes at once; names that stay are never missing in
/// between.
public final class Zone {
  /// Stands in for a service as the owner of the zone's own records.
  private static final Ref SELF = new Ref(Kind.NODE, "zone");

  private static final String SERVER = "ns";
  private static final String CONTACT = "hostmaster";

  private final WireName domain;
  private final ResourceRecord record;
  private final byte[] anything;
  private final WireName server;
  private final WireName contact;
  private final Map<WireName, Apex> apexes = new HashMap<>();
  private final ConcurrentMap<WireName, Entry> entries = new ConcurrentHashMap<>();

  // Under this object's lock:
  private final Map<Ref, Held> held = new HashMap<>();
  private final Map<WireName, List<Share>> shares = new HashMap<>();
  private final Map<WireName, Integer> below = new HashMap<>();
  private int serial = 1;

  /// A zone without services.
  ///
  /// @param ranges the addresses of services and pods, whose names are answered for
  /// @param servers where the name server itself is reached, as told for the domain
  public Zone(DnsSettings settings, Collection<Cidr> ranges, Collection<Ipv4> servers) {
    domain = WireName.of(settings.domain());
    record = new ResourceRecord((int) settings.ttl().toSeconds());
    anything = record.anything();
    server = Objects.requireNonNull(domain.child(SERVER));
    contact = Objects.requireNonNull(domain.child(CONTACT));
    Set<WireName> names = new HashSet<>(Set.of(domain));
    ranges.forEach(range -> names.addAll(ReverseNames.of(range)));
    Set<WireName> all = Set.copyOf(names);
    names.removeIf(name -> isBelow(name, all));
    byte[] authority = record.authority(server, contact, serial);
    names.forEach(name -> apexes.put(name, new Apex(name, authority)));
    List<byte[]> own = servers.stream().map(record::address).toList();
    List<byte[]> glue = servers.stream().map(one -> record.address(server, one)).toList();
    RecordSet delegation = new RecordSet(Type.NS, List.of(record.reference(Type.NS, server)), glue);
    names.forEach(name -> put(SELF, name, List.of(delegation)));
    put(SELF, server, own.isEmpty() ? List.of() : List.of(new RecordSet(Type.A, own, List.of())));
  }

  private static boolean isBelow(WireName name, Set<WireName> others) {
    WireName above = name.parent();
    while (above != null && !others.contains(above)) {
      above = above.parent();
    }
    return above != null;
  }

  /// An endpoint and the names that come from it.
  private record Held(Endpoint endpoint, Set<WireName> names) {}

  /// What one owner has at a name. Two services whose names differ only in case share theirs, and
  /// so do two pods that are told with one address.
  private record Share(Ref owner, List<RecordSet> sets) {}

  /// Has exactly these services from now on. What is the same as before is not touched.
  public synchronized void replaceAll(Collection<Endpoint> endpoints) {
    Set<Ref> gone = new HashSet<>(held.keySet());
    endpoints.forEach(endpoint -> gone.remove(endpoint.service()));
    update(endpoints, gone);
  }

  /// Takes some changes, in the order in which they came about: what comes later is the truth.
  ///
  /// @param changed new or other than before
  /// @param gone services that have no names any more
  public synchronized void update(Collection<Endpoint> changed, Collection<Ref> gone) {
    boolean any = false;
    Set<Ref> staying = new HashSet<>();
    for (Endpoint endpoint : changed) {
      staying.add(endpoint.service());
      any |= hold(endpoint);
    }
    for (Ref service : gone) {
      any |= !staying.contains(service) && drop(service);
    }
    if (any) {
      serial++;
      byte[] authority = record.authority(server, contact, serial);
      apexes.values().forEach(apex -> apex.authority(authority));
    }
  }

  private boolean hold(Endpoint endpoint) {
    Held before = held.get(endpoint.service());
    if (before != null && before.endpoint.equals(endpoint)) {
      return false;
    }
    Map<WireName, List<RecordSet>> names = EndpointNames.of(endpoint, domain, record);
    names.keySet().removeIf(name -> apexOf(name) == null);
    names.forEach((name, sets) -> put(endpoint.service(), name, sets));
    if (before != null) {
      before.names.stream()
          .filter(name -> !names.containsKey(name))
          .forEach(name -> remove(endpoint.service(), name));
    }
    held.put(endpoint.service(), new Held(endpoint, Set.copyOf(names.keySet())));
    return true;
  }

  private boolean drop(Ref service) {
    Held before = held.remove(service);
    if (before == null) {
      return false;
    }
    before.names.forEach(name -> remove(service, name));
    return true;
  }

  private void put(Ref owner, WireName name, List<RecordSet> sets) {
    List<Share> all = shares.get(name);
    if (all == null) {
      all = new ArrayList<>(1);
      shares.put(name, all);
      countAbove(name, 1);
    }
    all.removeIf(share -> share.owner.equals(owner));
    all.add(new Share(owner, sets));
    publish(name);
  }

  private void remove(Ref owner, WireName name) {
    List<Share> all = shares.get(name);
    if (all == null || !all.removeIf(share -> share.owner.equals(owner))) {
      return;
    }
    if (all.isEmpty()) {
      shares.remove(name);
    }
    publish(name);
    if (all.isEmpty()) {
      countAbove(name, -1);
    }
  }

  /// Names above one that exists exist too (RFC 8020), up to where authority begins.
  private void countAbove(WireName name, int change) {
    WireName at = name;
    while (at != null && !apexes.containsKey(at)) {
      at = at.parent();
      if (at != null) {
        int count = below.merge(at, change, Integer::sum);
        if (count == 0) {
          below.remove(at);
        }
        publish(at);
      }
    }
  }

  private void publish(WireName name) {
    List<Share> all = shares.getOrDefault(name, List.of());
    if (all.isEmpty() && !below.containsKey(name)) {
      entries.remove(name);
      return;
    }
    Apex apex = Objects.requireNonNull(apexOf(name));
    List<RecordSet> sets = all.stream().flatMap(share -> share.sets.stream()).toList();
    entries.put(name, new Entry(apex, apex.name().equals(name), sets, anything));
  }

  private @Nullable Apex apexOf(WireName name) {
    WireName at = name;
    while (at != null) {
      Apex apex = apexes.get(at);
      if (apex != null) {
        return apex;
      }
      at = at.parent();
    }
    return null;
  }

  /// Answers a query for a name of the zone, also one that is not there.
  ///
  /// @param limit how many bytes the answer may have
  /// @return false when the name lies outside, and nothing was written
  boolean answer(Query query, int limit, Reply reply) {
    Entry entry = entries.get(query.name());
    Apex apex = entry == null ? apexOf(query.name()) : entry.apex();
    if (apex == null) {
      return false;
    }
    reply.begin(query, limit);
    reply.flag(Flags.AA);
    if (entry == null) {
      apex.noName(reply);
    } else {
      entry.write(query.type(), reply);
    }
    return true;
  }
}

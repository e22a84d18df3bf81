package io.troupe.node.network.proxy;

import io.troupe.core.network.Ipv4;
import io.troupe.core.template.Protocol;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.Data;
import io.troupe.netlink.nftables.Element;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.NftSet;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.Value;
import io.troupe.netlink.nftables.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the kernel has in [NftablesProxy]'s table.
///
/// @param exists whether there is such a table
/// @param sound whether all that does not depend on services is as it is to be, and nothing is
///   there that cannot be understood
/// @param ports what it has for each service port; to be changed along with the kernel
record NftablesState(boolean exists, boolean sound, Map<ServiceKey, Installed> ports) {
  private static final int NUMBER_AT = 12;

  static NftablesState missing() {
    return new NftablesState(false, false, new HashMap<>());
  }

  /// Asks the kernel.
  static NftablesState read(Nftables nftables, NftablesLayout layout) {
    if (!nftables.tableList().contains(layout.table())) {
      return missing();
    }
    try {
      Map<ServiceKey, Installed> ports = new HashMap<>();
      boolean sound = new Reader(nftables, layout, ports).read();
      return new NftablesState(true, sound, sound ? ports : new HashMap<>());
    } catch (NotOurs e) {
      return new NftablesState(true, false, new HashMap<>());
    }
  }

  /// Something in the table that no version of this driver has made.
  private static final class NotOurs extends Exception {
    private static final long serialVersionUID = 1;
  }

  private record Reader(
      Nftables nftables, NftablesLayout layout, Map<ServiceKey, Installed> ports) {
    private boolean read() throws NotOurs {
      Map<Chain, List<NftRule>> fixed = layout.fixed();
      Set<Chain> chains = new HashSet<>(nftables.chainList(layout.table()));
      Map<String, List<NftRule>> rules =
          nftables.ruleList(layout.table()).stream()
              .map(rule -> rule.withHandle(0))
              .collect(Collectors.groupingBy(NftRule::chain));
      boolean sound =
          chains.containsAll(fixed.keySet())
              && fixed.entrySet().stream()
                  .allMatch(one ->
                      one.getValue().equals(rules.getOrDefault(one.getKey().name(), List.of())))
              && Set.copyOf(nftables.setList(layout.table())).equals(layout.sets());
      if (!sound) {
        return false;
      }
      chains.removeAll(fixed.keySet());
      Map<ServiceKey, Map<Integer, Target>> slots = new HashMap<>();
      for (NftSet map : layout.backends()) {
        readSlots(map, slots);
      }
      Map<ServiceKey, Target> spare = spare();
      Set<ServiceKey> dispatched = dispatched(layout.services());
      Map<String, Chain> known =
          chains.stream().collect(Collectors.toMap(Chain::name, Function.identity()));
      Set<ServiceKey> all = new HashSet<>(slots.keySet());
      all.addAll(dispatched);
      all.addAll(spare.keySet());
      for (Chain chain : chains) {
        all.add(key(chain.name()));
      }
      for (ServiceKey key : all) {
        String name = layout.chain(key).name();
        List<NftRule> own = rules.getOrDefault(name, List.of());
        ports.put(
            key,
            new Installed(
                known.containsKey(name),
                dispatched.contains(key),
                own.size() == 1 ? Optional.of(own.getFirst()) : Optional.empty(),
                Optional.ofNullable(spare.get(key)),
                slots.getOrDefault(key, Map.of())));
      }
      return true;
    }

    private void readSlots(NftSet map, Map<ServiceKey, Map<Integer, Target>> slots) throws NotOurs {
      for (Element element : nftables.elementList(map)) {
        byte[] bytes = element.key().bytes();
        ServiceKey key = key(bytes);
        if (!layout.backends(key).equals(map)) {
          throw new NotOurs();
        }
        int slot = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(NUMBER_AT);
        slots.computeIfAbsent(key, _ -> new HashMap<>()).put(slot, target(element));
      }
    }

    private Map<ServiceKey, Target> spare() throws NotOurs {
      Map<ServiceKey, Target> spare = new HashMap<>();
      for (Element element : nftables.elementList(layout.spare())) {
        spare.put(key(element.key().bytes()), target(element));
      }
      return spare;
    }

    private static Target target(Element element) throws NotOurs {
      Data data = element.data().orElseThrow(NotOurs::new);
      if (!(data instanceof Value value)) {
        throw new NotOurs();
      }
      byte[] bytes = value.bytes();
      return new Target(ServiceKey.ipv4(bytes, 0), port(bytes, 4));
    }

    private Set<ServiceKey> dispatched(NftSet services) throws NotOurs {
      Set<ServiceKey> keys = new HashSet<>();
      for (Element element : nftables.elementList(services)) {
        ServiceKey key = key(element.key().bytes());
        Verdict jump = Verdict.jump(layout.chain(key).name());
        if (!element.data().equals(Optional.of(jump))) {
          throw new NotOurs();
        }
        keys.add(key);
      }
      return keys;
    }

    private static ServiceKey key(byte[] bytes) throws NotOurs {
      for (Protocol protocol : Protocol.values()) {
        ServiceKey key = new ServiceKey(ServiceKey.ipv4(bytes, 0), protocol, port(bytes, 8));
        if (key.number() == bytes[4]) {
          return key;
        }
      }
      throw new NotOurs();
    }

    /// Reads a chain's name.
    private static ServiceKey key(String chain) throws NotOurs {
      String[] parts = chain.split("-", -1);
      try {
        if (parts.length == 3) {
          return new ServiceKey(
              Ipv4.parse(parts[1]),
              Protocol.valueOf(parts[0].toUpperCase(Locale.ROOT)),
              Integer.parseInt(parts[2]));
        }
      } catch (IllegalArgumentException e) {
        throw new NotOurs();
      }
      throw new NotOurs();
    }

    private static int port(byte[] bytes, int at) {
      return ((bytes[at] & 255) << 8) | (bytes[at + 1] & 255);
    }
  }
}

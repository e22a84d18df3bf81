package io.troupe.node.network.proxy;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.conntrack.Conntrack;
import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.ServiceProxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Services by rules of nftables in a table of its own: the destination of a connection's first
/// packet is rewritten to a backend, and connection tracking does the same to all others. What the
/// rules are says [NftablesLayout]; each change is one batch, which the kernel makes all at once or
/// not at all.
///
/// [io.troupe.core.network.Balance#LC] is done at random: nftables does not count connections.
public final class NftablesProxy implements ServiceProxy {
  private static final Logger LOG = LoggerFactory.getLogger(NftablesProxy.class);

  private final WantedServices wanted = new WantedServices();
  private final NftablesLayout layout;
  private final Nftables nftables;
  private final Conntrack conntrack;

  /// What the kernel has; absent when that is not known for sure.
  private Optional<NftablesState> known = Optional.empty();

  private NftablesProxy(NftablesLayout layout, Nftables nftables, Conntrack conntrack) {
    this.layout = layout;
    this.nftables = nftables;
    this.conntrack = conntrack;
  }

  /// A driver for a namespace; nothing is changed yet.
  ///
  /// @param table the name of its table
  /// @throws NetlinkException when the kernel has no nftables or the process may not use it
  public static NftablesProxy open(NetworkNamespace namespace, String table, ProxyScope scope) {
    NftablesLayout layout = new NftablesLayout(table, scope);
    Nftables nftables = Nftables.open(namespace);
    try {
      return new NftablesProxy(layout, nftables, Conntrack.open(namespace));
    } catch (RuntimeException e) {
      nftables.close();
      throw e;
    }
  }

  @Override
  public String type() {
    return "nftables";
  }

  @Override
  public void replaceAll(Collection<Endpoint> endpoints) {
    wanted.replaceAll(endpoints);
    known = Optional.empty();
    failing(() -> synchronize());
  }

  @Override
  public void update(Collection<Endpoint> changed, Collection<Ref> gone) {
    Set<ServiceKey> touched = wanted.update(changed, gone);
    failing(() -> {
      if (known.isEmpty()) {
        synchronize();
        return;
      }
      try {
        change(known.get(), touched);
      } catch (NetlinkException.Refused e) {
        // Somebody else has changed the table: look at it again.
        LOG.warn(
            "{} is other than it was left, making it anew: {}", layout.table(), e.getMessage());
        synchronize();
      }
    });
  }

  @Override
  public void close() {
    nftables.close();
    conntrack.close();
  }

  private void failing(Runnable work) {
    try {
      work.run();
    } catch (NetlinkException e) {
      known = Optional.empty();
      throw new NetworkFailure(
          "services cannot be called from this node as they should: "
              + e.getMessage()
              + "; look at `nft list table "
              + layout.table()
              + "`",
          e);
    }
  }

  private void synchronize() {
    NftablesState state = NftablesState.read(nftables, layout);
    if (!state.sound()) {
      rebuild(state.exists());
      return;
    }
    Set<ServiceKey> all = new HashSet<>(state.ports().keySet());
    all.addAll(wanted.keys());
    change(state, all);
  }

  private void change(NftablesState state, Set<ServiceKey> keys) {
    NftablesChange change = new NftablesChange(layout);
    Map<ServiceKey, Installed> after = plan(change, state.ports(), keys);
    Batch batch = new Batch();
    change.writeTo(batch);
    nftables.apply(batch);
    after.forEach((key, installed) -> {
      if (installed.equals(Installed.NOTHING)) {
        state.ports().remove(key);
      } else {
        state.ports().put(key, installed);
      }
    });
    known = Optional.of(state);
    endMappings(change);
  }

  /// Puts a new table in the place of the old one, in one step.
  private void rebuild(boolean exists) {
    NftablesState state = new NftablesState(true, true, new HashMap<>());
    NftablesChange change = new NftablesChange(layout);
    state.ports().putAll(plan(change, Map.of(), Set.copyOf(wanted.keys())));
    state.ports().values().removeIf(Installed.NOTHING::equals);
    Batch batch = new Batch();
    if (exists) {
      batch.tableDelete(layout.table());
    }
    layout.writeTo(batch);
    change.writeTo(batch);
    nftables.apply(batch);
    known = Optional.of(state);
    endMappings(change);
  }

  private Map<ServiceKey, Installed> plan(
      NftablesChange change, Map<ServiceKey, Installed> before, Set<ServiceKey> keys) {
    Map<ServiceKey, Installed> after = new HashMap<>();
    for (ServiceKey key : keys) {
      Installed from = before.getOrDefault(key, Installed.NOTHING);
      Installed to = wanted.find(key).map(one -> install(one, from)).orElse(Installed.NOTHING);
      if (!to.equals(from)) {
        change.move(key, from, to);
        after.put(key, to);
      }
    }
    return after;
  }

  /// Without a backend that takes connections there is nothing, and the callers are refused.
  private Installed install(Balancing balancing, Installed from) {
    Map<Integer, Target> slots = Slots.of(balancing, from.slots());
    return slots.isEmpty()
        ? Installed.NOTHING
        : Installed.of(layout.rule(balancing, slots.size()), slots);
  }

  private void endMappings(NftablesChange change) {
    UdpMappings.end(conntrack, change.moved());
  }
}

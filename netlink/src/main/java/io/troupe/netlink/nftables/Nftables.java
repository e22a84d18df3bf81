package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Errno;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetlinkSocket;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Protocol;
import java.util.List;
import java.util.stream.Stream;

/// A handle on the nftables ruleset of one network namespace.
///
/// What changes it goes through a {@link Batch}; the lists read what is there. A list that another
/// process changes while it is read is read again. Threads may share a handle.
///
/// Sources: `linux/netfilter/nf_tables.h`, `linux/netfilter/nfnetlink.h`, `man 8 nft`.
public final class Nftables implements AutoCloseable {
  private static final int GENERATION = 1;
  private static final int ELEMENT_LIST = 3;
  private static final int ANY_FAMILY = 0;

  private final NetlinkSocket socket;

  /// A handle on a socket of {@link Protocol#NETFILTER}, which it will close.
  public Nftables(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// Opens a handle on the calling thread's network namespace.
  public static Nftables open() {
    return new Nftables(NetlinkSocket.open(Protocol.NETFILTER));
  }

  /// Opens a handle on another network namespace.
  public static Nftables open(NetworkNamespace namespace) {
    return new Nftables(NetlinkSocket.open(Protocol.NETFILTER, namespace));
  }

  /// Whether this kernel has nftables with tables of this family.
  ///
  /// @throws NetlinkException.Refused `EPERM` when the process may not ask
  public static boolean isAvailable(TableFamily family) {
    try (Nftables nftables = open()) {
      return nftables.supports(family);
    } catch (NetlinkException.SystemCallFailed e) {
      return false; // EPROTONOSUPPORT: a kernel without netfilter's netlink
    }
  }

  /// Whether tables of this family can be made here. It asks with a batch that always fails, so
  /// that nothing changes and nobody is told: by its first change if they cannot, by its second if
  /// they can.
  public boolean supports(TableFamily family) {
    Table probe = new Table(family, "probe-" + ProcessHandle.current().pid());
    Table missing = new Table(family, probe.name() + "-missing");
    try {
      apply(new Batch().tableAdd(probe).tableDelete(missing));
      return true;
    } catch (NetlinkException.Refused e) {
      if (e.is(Errno.EPERM)) {
        throw e;
      }
      return e.is(Errno.ENOENT);
    }
  }

  /// Makes all changes of a batch, or none.
  ///
  /// @throws NetlinkException.Refused with the first change the kernel refused
  public void apply(Batch batch) {
    socket.transact(NftMessage.begin(0), batch.requests(), NftMessage.end());
  }

  /// Makes all changes of a batch if the ruleset is still of the generation it was worked out from.
  ///
  /// @throws NetlinkException.Refused `ERESTART` when the ruleset has changed since
  public void apply(Batch batch, int generation) {
    socket.transact(NftMessage.begin(generation), batch.requests(), NftMessage.end());
  }

  /// A number that grows with each change of the ruleset, whoever makes it.
  public int generation() {
    return socket.query(
        NftMessage.request(
            NftMessage.GET_GENERATION,
            ANY_FAMILY,
            0,
            () -> "read the ruleset's generation",
            out -> {}),
        message -> (int) NftMessage.attributes(message).networkNumber(GENERATION, 0));
  }

  /// The tables of all families.
  public List<Table> tableList() {
    return socket.dump(
        NftMessage.request(NftMessage.GET_TABLE, ANY_FAMILY, 0, () -> "list tables", out -> {}),
        Table::read);
  }

  public List<Chain> chainList(Table table) {
    return socket
        .dump(
            NftMessage.request(
                NftMessage.GET_CHAIN, table.family(), 0, () -> "list chains", out -> {}),
            Chain::read)
        .stream()
        .filter(chain -> chain.table().equals(table))
        .toList();
  }

  /// The sets and maps of a table, those of rules included.
  public List<NftSet> setList(Table table) {
    return socket
        .dump(
            NftMessage.request(NftMessage.GET_SET, table.family(), 0, () -> "list sets", out -> {}),
            NftSet::read)
        .stream()
        .filter(set -> set.table().equals(table))
        .toList();
  }

  /// The elements of a set.
  public List<Element> elementList(NftSet set) {
    return socket
        .dump(
            NftMessage.request(
                NftMessage.GET_ELEMENT,
                set.table().family(),
                0,
                () -> "list the elements of " + set,
                out -> Batch.elementKey(out, set)),
            Nftables::elements)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /// The rules of a table, chain by chain in their order, with their handles.
  public List<NftRule> ruleList(Table table) {
    return rules(table, "").toList();
  }

  /// The rules of a chain in their order.
  public List<NftRule> ruleList(Chain chain) {
    return rules(chain.table(), chain.name())
        .filter(rule -> rule.chain().equals(chain.name()))
        .toList();
  }

  @Override
  public void close() {
    socket.close();
  }

  private Stream<NftRule> rules(Table table, String chain) {
    return socket
        .dump(
            NftMessage.request(
                NftMessage.GET_RULE,
                table.family(),
                0,
                () -> "list the rules of " + table,
                out -> NftRule.writeFilter(out, table, chain)),
            NftRule::read)
        .stream()
        .filter(rule -> rule.table().equals(table));
  }

  private static List<Element> elements(Message message) {
    return NftMessage.attributes(message).nested(ELEMENT_LIST).all().stream()
        .map(Attributes.Attribute::value)
        .map(Element::read)
        .toList();
  }
}

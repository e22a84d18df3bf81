/// nftables: tables, chains, sets, maps and rules of netfilter. A {@link
/// io.troupe.netlink.nftables.Batch} collects changes, {@link io.troupe.netlink.nftables.Nftables}
/// applies them all or none. A rule is a list of {@link io.troupe.netlink.nftables.Expression}s,
/// instructions that load a packet's fields into registers, compare and act; {@link
/// io.troupe.netlink.nftables.Match} has the usual ones ready-made.
@NullMarked
package io.troupe.netlink.nftables;

import org.jspecify.annotations.NullMarked;

package io.troupe.node.dns;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;

/// A name at which the node's authority begins: the domain, or a range of addresses. Answers of
/// what is not there carry its SOA record.
final class Apex {
  private final WireName name;
  private volatile byte[] authority;

  /// @param authority the SOA record without its name
  Apex(WireName name, byte[] authority) {
    this.name = name;
    this.authority = authority;
  }

  WireName name() {
    return name;
  }

  /// Takes another SOA record, as each change of the names brings one.
  void authority(byte[] next) {
    authority = next;
  }

  /// Writes the SOA record as what was asked for.
  void write(Reply reply) {
    reply.addAbove(Reply.Part.ANSWER, name.length(), authority);
  }

  /// Writes that the name has no such records.
  void noData(Reply reply) {
    if (!reply.addAbove(Reply.Part.AUTHORITY, name.length(), authority)) {
      reply.flag(Flags.TC);
    }
  }

  /// Writes that there is no such name.
  void noName(Reply reply) {
    reply.rcode(Rcode.NXDOMAIN);
    noData(reply);
  }
}

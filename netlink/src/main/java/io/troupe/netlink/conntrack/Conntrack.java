package io.troupe.netlink.conntrack;

import io.troupe.netlink.Errno;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetlinkSocket;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A handle on the tracked connections of one network namespace, with the verbs of `conntrack`.
///
/// Deleting a connection does not close it: its next packet is judged anew, by the rules of now.
/// Messages start with the `struct nfgenmsg` that {@link io.troupe.netlink.nftables} has too, and
/// are those of `linux/netfilter/nfnetlink_conntrack.h`.
///
/// ```
///  0        1        2        4
///  +--------+--------+--------+
///  | family | version|  zero  | attributes
///  +--------+--------+--------+
/// ```
public final class Conntrack implements AutoCloseable {
  private static final int SUBSYSTEM = 1 << 8;
  private static final int GET = 1;
  private static final int DELETE = 2;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private final NetlinkSocket socket;

  /// A handle on a socket of {@link Protocol#NETFILTER}, which it will close.
  public Conntrack(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// Opens a handle on the calling thread's network namespace.
  public static Conntrack open() {
    return new Conntrack(NetlinkSocket.open(Protocol.NETFILTER));
  }

  /// Opens a handle on another network namespace.
  public static Conntrack open(NetworkNamespace namespace) {
    return new Conntrack(NetlinkSocket.open(Protocol.NETFILTER, namespace));
  }

  /// The connections of protocols with ports (TCP, UDP, SCTP, DCCP) over IPv4 and IPv6.
  public List<Connection> connectionList() {
    return socket
        .dump(request(GET, 0, () -> "list tracked connections", out -> {}), Connection::read)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// Forgets a connection; false if it was gone already.
  public boolean connectionDelete(Connection connection) {
    Request request =
        request(
            DELETE,
            connection.original().isIpv4() ? AF_INET : AF_INET6,
            () -> "delete the tracked connection " + connection.original(),
            out ->
                out.nest(Connection.ORIGINAL, connection.original()::writeTo)
                    .be32(Connection.ID, connection.id()));
    try {
      socket.execute(request);
      return true;
    } catch (NetlinkException.Refused e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private static Request request(
      int message, int family, Supplier<String> words, PayloadWriter.Part attributes) {
    return Request.of(
        SUBSYSTEM | message,
        0,
        words,
        out -> {
          out.u8(family).u8(0).be16(0);
          attributes.writeTo(out);
        });
  }
}

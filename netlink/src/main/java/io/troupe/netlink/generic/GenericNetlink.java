package io.troupe.netlink.generic;

import io.troupe.netlink.Errno;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetlinkSocket;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Protocol;
import java.util.List;
import java.util.Optional;

/// The controller of generic netlink, which knows the families this kernel has.
///
/// A family that a module brings is there once the module is loaded; asking for it by name makes
/// the kernel try to load it.
public final class GenericNetlink implements AutoCloseable {
  private final NetlinkSocket socket;

  /// A handle on a socket of {@link Protocol#GENERIC}, which it will close.
  public GenericNetlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  public static GenericNetlink open(NetworkNamespace namespace) {
    return new GenericNetlink(NetlinkSocket.open(Protocol.GENERIC, namespace));
  }

  /// The family of this name on a socket of {@link Protocol#GENERIC}, which stays the caller's.
  public static Optional<GenericFamily> family(NetlinkSocket socket, String name) {
    try {
      return socket.find(GenericFamily.find(name), GenericFamily::read);
    } catch (NetlinkException.Refused e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public Optional<GenericFamily> familyFind(String name) {
    return family(socket, name);
  }

  public List<GenericFamily> familyList() {
    return socket.dump(GenericFamily.list(), GenericFamily::read);
  }

  @Override
  public void close() {
    socket.close();
  }
}

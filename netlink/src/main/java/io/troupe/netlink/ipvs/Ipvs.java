package io.troupe.netlink.ipvs;

import io.troupe.netlink.Errno;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetlinkSocket;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.generic.GenericFamily;
import io.troupe.netlink.generic.GenericNetlink;
import java.util.List;
import java.util.Optional;

/// A handle on IPVS in one network namespace, with the verbs of `ipvsadm`.
///
/// *add* fails with `EEXIST` for what exists, *edit* and *delete* with `ESRCH` (a service) or
/// `ENOENT` (a destination) for what is missing, *replace* makes it so either way. Threads may
/// share a handle. Adding a masquerading destination checks that its address is a unicast one, for
/// which `lo` must be up.
public final class Ipvs implements AutoCloseable {
  private static final String FAMILY = "IPVS";

  private final NetlinkSocket socket;
  private final IpvsRequests requests;

  /// A handle on a socket of {@link Protocol#GENERIC}, which it will close.
  ///
  /// @throws NetlinkException.Unsupported when the kernel has no IPVS
  public Ipvs(NetlinkSocket socket) {
    this.socket = socket;
    this.requests = new IpvsRequests(family(socket));
  }

  /// Opens a handle on the calling thread's network namespace.
  public static Ipvs open() {
    return opened(NetlinkSocket.open(Protocol.GENERIC));
  }

  /// Opens a handle on another network namespace.
  public static Ipvs open(NetworkNamespace namespace) {
    return opened(NetlinkSocket.open(Protocol.GENERIC, namespace));
  }

  /// Whether this kernel has IPVS; asking may load its module.
  public static boolean isAvailable() {
    try (Ipvs _ = open()) {
      return true;
    } catch (NetlinkException.Unsupported e) {
      return false;
    }
  }

  public IpvsInfo info() {
    return socket.query(requests.info(), IpvsCodec::readInfo);
  }

  // Services

  public void serviceAdd(VirtualService service) {
    socket.execute(requests.serviceAdd(service));
  }

  /// Changes the scheduler, persistence and flags of a service; its connections go on.
  public void serviceEdit(VirtualService service) {
    socket.execute(requests.serviceEdit(service));
  }

  public void serviceReplace(VirtualService service) {
    addOrEdit(() -> serviceAdd(service), () -> serviceEdit(service));
  }

  /// Deletes a service with all its destinations.
  public void serviceDelete(ServiceAddress address) {
    socket.execute(requests.serviceDelete(address));
  }

  public Optional<ServiceStatus> serviceFind(ServiceAddress address) {
    try {
      return socket.find(requests.serviceFind(address), IpvsCodec::readService);
    } catch (NetlinkException.Refused e) {
      if (e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public List<ServiceStatus> serviceList() {
    return socket.dump(requests.serviceList(), IpvsCodec::readService);
  }

  // Destinations

  public void destinationAdd(ServiceAddress service, Destination destination) {
    socket.execute(requests.destinationAdd(service, destination));
  }

  /// Changes weight, forwarding and thresholds of a destination; its connections go on.
  public void destinationEdit(ServiceAddress service, Destination destination) {
    socket.execute(requests.destinationEdit(service, destination));
  }

  public void destinationReplace(ServiceAddress service, Destination destination) {
    addOrEdit(
        () -> destinationAdd(service, destination), () -> destinationEdit(service, destination));
  }

  /// Deletes a destination; its connections break, so drain it with weight 0 first.
  public void destinationDelete(ServiceAddress service, Destination destination) {
    socket.execute(requests.destinationDelete(service, destination));
  }

  /// The destinations of a service; none when there is no such service.
  public List<DestinationStatus> destinationList(ServiceAddress service) {
    return socket.dump(
        requests.destinationList(service), message -> IpvsCodec.readDestination(message, service));
  }

  // The whole

  public IpvsTimeouts timeouts() {
    return socket.query(requests.timeouts(), IpvsCodec::readTimeouts);
  }

  /// Sets the timeouts; a zero leaves that one as it is.
  public void timeoutsSet(IpvsTimeouts timeouts) {
    socket.execute(requests.timeoutsSet(timeouts));
  }

  /// Zeroes the counters of a service and its destinations.
  public void zero(ServiceAddress service) {
    socket.execute(requests.zero(service));
  }

  /// Deletes every service of this namespace.
  public void flush() {
    socket.execute(requests.flush());
  }

  /// Collects changes for {@link #apply}.
  public IpvsBulk bulk() {
    return new IpvsBulk(requests);
  }

  /// Makes many changes with few system calls. They are done in order, each on its own; the first
  /// failure is thrown at the end, with the others as suppressed.
  public void apply(IpvsBulk bulk) {
    socket.executeAll(bulk.requests());
  }

  @Override
  public void close() {
    socket.close();
  }

  private static void addOrEdit(Runnable add, Runnable edit) {
    try {
      add.run();
    } catch (NetlinkException.Refused e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      edit.run();
    }
  }

  private static Ipvs opened(NetlinkSocket socket) {
    try {
      return new Ipvs(socket);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static GenericFamily family(NetlinkSocket socket) {
    return GenericNetlink.family(socket, FAMILY)
        .orElseThrow(() ->
            new NetlinkException.Unsupported(
                "use IPVS",
                "this kernel has no generic netlink family "
                    + FAMILY
                    + "; load the module ip_vs, or run on a kernel built with it"));
  }
}

package io.troupe.netlink.ipvs;

import io.troupe.netlink.Errno;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetlinkSocket;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.Request;
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
  private static final int NEW_SERVICE = 1;
  private static final int SET_SERVICE = 2;
  private static final int DEL_SERVICE = 3;
  private static final int GET_SERVICE = 4;
  private static final int NEW_DEST = 5;
  private static final int SET_DEST = 6;
  private static final int DEL_DEST = 7;
  private static final int GET_DEST = 8;
  private static final int SET_CONFIG = 12;
  private static final int GET_CONFIG = 13;
  private static final int GET_INFO = 15;
  private static final int ZERO = 16;
  private static final int FLUSH = 17;

  private static final String FAMILY = "IPVS";

  private final NetlinkSocket socket;
  private final GenericFamily family;

  /// A handle on a socket of {@link Protocol#GENERIC}, which it will close.
  ///
  /// @throws NetlinkException.Unsupported when the kernel has no IPVS
  public Ipvs(NetlinkSocket socket) {
    this.socket = socket;
    this.family = family(socket);
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
    return socket.query(
        request(GET_INFO, "read the version of IPVS", out -> {}), IpvsCodec::readInfo);
  }

  // Services

  public void serviceAdd(VirtualService service) {
    socket.execute(service(NEW_SERVICE, "add", service));
  }

  /// Changes the scheduler, persistence and flags of a service; its connections go on.
  public void serviceEdit(VirtualService service) {
    socket.execute(service(SET_SERVICE, "edit", service));
  }

  public void serviceReplace(VirtualService service) {
    addOrEdit(() -> serviceAdd(service), () -> serviceEdit(service));
  }

  /// Deletes a service with all its destinations.
  public void serviceDelete(ServiceAddress address) {
    socket.execute(
        request(
            DEL_SERVICE,
            "delete IPVS service " + address,
            out -> IpvsCodec.writeKey(out, address)));
  }

  public Optional<ServiceStatus> serviceFind(ServiceAddress address) {
    Request request =
        request(
            GET_SERVICE, "find IPVS service " + address, out -> IpvsCodec.writeKey(out, address));
    try {
      return socket.find(request, IpvsCodec::readService);
    } catch (NetlinkException.Refused e) {
      if (e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public List<ServiceStatus> serviceList() {
    return socket.dump(
        request(GET_SERVICE, "list IPVS services", out -> {}), IpvsCodec::readService);
  }

  // Destinations

  public void destinationAdd(ServiceAddress service, Destination destination) {
    socket.execute(destination(NEW_DEST, "add", service, destination));
  }

  /// Changes weight, forwarding and thresholds of a destination; its connections go on.
  public void destinationEdit(ServiceAddress service, Destination destination) {
    socket.execute(destination(SET_DEST, "edit", service, destination));
  }

  public void destinationReplace(ServiceAddress service, Destination destination) {
    addOrEdit(
        () -> destinationAdd(service, destination), () -> destinationEdit(service, destination));
  }

  /// Deletes a destination; its connections break, so drain it with weight 0 first.
  public void destinationDelete(ServiceAddress service, Destination destination) {
    socket.execute(
        family.request(
            DEL_DEST,
            0,
            () -> "delete destination " + destination.describe() + " of " + service,
            out -> {
              IpvsCodec.writeKey(out, service);
              IpvsCodec.writeDestinationKey(out, destination);
            }));
  }

  /// The destinations of a service; none when there is no such service.
  public List<DestinationStatus> destinationList(ServiceAddress service) {
    return socket.dump(
        request(
            GET_DEST,
            "list the destinations of " + service,
            out -> IpvsCodec.writeKey(out, service)),
        message -> IpvsCodec.readDestination(message, service));
  }

  // The whole

  public IpvsTimeouts timeouts() {
    return socket.query(
        request(GET_CONFIG, "read the timeouts of IPVS", out -> {}), IpvsCodec::readTimeouts);
  }

  /// Sets the timeouts; a zero leaves that one as it is.
  public void timeoutsSet(IpvsTimeouts timeouts) {
    socket.execute(
        request(
            SET_CONFIG, "set the timeouts of IPVS", out -> IpvsCodec.writeTimeouts(out, timeouts)));
  }

  /// Zeroes the counters of a service and its destinations.
  public void zero(ServiceAddress service) {
    socket.execute(
        request(ZERO, "zero the counters of " + service, out -> IpvsCodec.writeKey(out, service)));
  }

  /// Deletes every service of this namespace.
  public void flush() {
    socket.execute(request(FLUSH, "flush IPVS", out -> {}));
  }

  @Override
  public void close() {
    socket.close();
  }

  private Request service(int command, String verb, VirtualService service) {
    return family.request(
        command,
        0,
        () ->
            verb
                + " IPVS service "
                + service.address()
                + " (scheduler "
                + service.scheduler()
                + ")",
        out -> IpvsCodec.writeService(out, service));
  }

  private Request destination(
      int command, String verb, ServiceAddress service, Destination destination) {
    return family.request(
        command,
        0,
        () -> verb + " destination " + destination.describe() + " of " + service,
        out -> {
          IpvsCodec.writeKey(out, service);
          IpvsCodec.writeDestination(out, destination);
        });
  }

  private Request request(int command, String words, PayloadWriter.Part attributes) {
    return family.request(command, 0, () -> words, attributes);
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

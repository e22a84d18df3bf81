package io.troupe.netlink.ipvs;

import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import io.troupe.netlink.generic.GenericFamily;
import java.util.function.Supplier;

/// The requests of IPVS, whose type is the family's id in the running kernel; the commands are the
/// `IPVS_CMD_*` of `linux/ip_vs.h`.
record IpvsRequests(GenericFamily family) {
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

  Request info() {
    return request(GET_INFO, () -> "read the version of IPVS", out -> {});
  }

  Request serviceAdd(VirtualService service) {
    return service(NEW_SERVICE, "add", service);
  }

  Request serviceEdit(VirtualService service) {
    return service(SET_SERVICE, "edit", service);
  }

  Request serviceDelete(ServiceAddress address) {
    return aboutService(DEL_SERVICE, "delete IPVS service ", address);
  }

  Request serviceFind(ServiceAddress address) {
    return aboutService(GET_SERVICE, "find IPVS service ", address);
  }

  Request serviceList() {
    return request(GET_SERVICE, () -> "list IPVS services", out -> {});
  }

  Request destinationAdd(ServiceAddress service, Destination destination) {
    return destination(NEW_DEST, "add", service, destination);
  }

  Request destinationEdit(ServiceAddress service, Destination destination) {
    return destination(SET_DEST, "edit", service, destination);
  }

  Request destinationDelete(ServiceAddress service, Destination destination) {
    return request(
        DEL_DEST,
        () -> "delete destination " + destination.describe() + " of " + service,
        out -> {
          IpvsCodec.writeKey(out, service);
          IpvsCodec.writeDestinationKey(out, destination);
        });
  }

  Request destinationList(ServiceAddress service) {
    return aboutService(GET_DEST, "list the destinations of ", service);
  }

  Request timeouts() {
    return request(GET_CONFIG, () -> "read the timeouts of IPVS", out -> {});
  }

  Request timeoutsSet(IpvsTimeouts timeouts) {
    return request(
        SET_CONFIG,
        () -> "set the timeouts of IPVS",
        out -> IpvsCodec.writeTimeouts(out, timeouts));
  }

  Request zero(ServiceAddress service) {
    return aboutService(ZERO, "zero the counters of ", service);
  }

  Request flush() {
    return request(FLUSH, () -> "flush IPVS", out -> {});
  }

  private Request service(int command, String verb, VirtualService service) {
    return request(
        command,
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
    return request(
        command,
        () -> verb + " destination " + destination.describe() + " of " + service,
        out -> {
          IpvsCodec.writeKey(out, service);
          IpvsCodec.writeDestination(out, destination);
        });
  }

  private Request aboutService(int command, String words, ServiceAddress address) {
    return request(command, () -> words + address, out -> IpvsCodec.writeKey(out, address));
  }

  private Request request(int command, Supplier<String> words, PayloadWriter.Part attributes) {
    return family.request(command, 0, words, attributes);
  }
}

package io.troupe.netlink.ipvs;

import io.troupe.netlink.Request;
import java.util.ArrayList;
import java.util.List;

/// Changes for {@link Ipvs#apply} to send together; made by {@link Ipvs#bulk}. It is no
/// transaction: what can be done is done, in order. Not safe for use by several threads.
public final class IpvsBulk {
  private final List<Request> list = new ArrayList<>();
  private final IpvsRequests requests;

  IpvsBulk(IpvsRequests requests) {
    this.requests = requests;
  }

  List<Request> requests() {
    return list;
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public IpvsBulk serviceAdd(VirtualService service) {
    return add(requests.serviceAdd(service));
  }

  public IpvsBulk serviceEdit(VirtualService service) {
    return add(requests.serviceEdit(service));
  }

  public IpvsBulk serviceDelete(ServiceAddress address) {
    return add(requests.serviceDelete(address));
  }

  public IpvsBulk destinationAdd(ServiceAddress service, Destination destination) {
    return add(requests.destinationAdd(service, destination));
  }

  public IpvsBulk destinationEdit(ServiceAddress service, Destination destination) {
    return add(requests.destinationEdit(service, destination));
  }

  public IpvsBulk destinationDelete(ServiceAddress service, Destination destination) {
    return add(requests.destinationDelete(service, destination));
  }

  private IpvsBulk add(Request request) {
    list.add(request);
    return this;
  }
}

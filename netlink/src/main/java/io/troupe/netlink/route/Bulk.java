package io.troupe.netlink.route;

import io.troupe.netlink.Request;
import java.util.ArrayList;
import java.util.List;

/// Changes for {@link Rtnetlink#apply} to send together. Unlike a batch of nftables it is no
/// transaction: what can be done is done. Not safe for use by several threads.
public final class Bulk {
  private static final int CREATE_NEW = Request.CREATE | Request.EXCLUSIVE;
  private static final int CREATE_OR_REPLACE = Request.CREATE | Request.REPLACE;

  private final List<Request> requests = new ArrayList<>();

  /// No changes yet.
  public Bulk() {}

  List<Request> requests() {
    return requests;
  }

  public boolean isEmpty() {
    return requests.isEmpty();
  }

  public Bulk linkAdd(LinkSpec spec) {
    return add(LinkCodec.add(spec));
  }

  public Bulk linkDelete(int index) {
    return add(LinkCodec.delete(index));
  }

  public Bulk addressReplace(InterfaceAddress address) {
    return add(InterfaceAddress.add(address, CREATE_OR_REPLACE));
  }

  public Bulk addressDelete(InterfaceAddress address) {
    return add(InterfaceAddress.delete(address));
  }

  public Bulk routeAdd(Route route) {
    return add(RouteCodec.add(route, CREATE_NEW));
  }

  public Bulk routePrepend(Route route) {
    return add(RouteCodec.add(route, Request.CREATE));
  }

  public Bulk routeReplace(Route route) {
    return add(RouteCodec.add(route, CREATE_OR_REPLACE));
  }

  public Bulk routeDelete(Route route) {
    return add(RouteCodec.delete(route));
  }

  public Bulk neighborReplace(Neighbor neighbor) {
    return add(NeighborCodec.add(neighbor, CREATE_OR_REPLACE));
  }

  public Bulk neighborDelete(Neighbor neighbor) {
    return add(NeighborCodec.delete(neighbor));
  }

  public Bulk fdbAppend(FdbEntry entry) {
    return add(NeighborCodec.addFdb(entry, Request.CREATE | Request.APPEND));
  }

  public Bulk fdbReplace(FdbEntry entry) {
    return add(NeighborCodec.addFdb(entry, CREATE_OR_REPLACE));
  }

  public Bulk fdbDelete(FdbEntry entry) {
    return add(NeighborCodec.deleteFdb(entry));
  }

  private Bulk add(Request request) {
    requests.add(request);
    return this;
  }
}

package io.troupe.node.network.overlay;

import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Subscription;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.RouteEvent;
import io.troupe.netlink.route.RouteGroup;
import io.troupe.netlink.route.Rtnetlink;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets what a pod sends to its own service come back to it. Where
/// `net.bridge.bridge-nf-call-iptables` is 1, as Docker sets it, the destination is changed while
/// the packet is still on the bridge, which sends nothing back by the port it came from unless that
/// port is in hairpin mode. Every pod's port is put into it as soon as it is there.
final class PodPorts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodPorts.class);
  private static final Duration WAIT = Duration.ofHours(1);

  private final int bridge;
  private final Rtnetlink route;
  private final Subscription<RouteEvent> events;
  private final Thread thread;
  private volatile boolean closed;

  private PodPorts(Rtnetlink route, Subscription<RouteEvent> events, int bridge) {
    this.bridge = bridge;
    this.route = route;
    this.events = events;
    this.thread = Thread.ofPlatform().daemon().name("pod-ports").unstarted(this::follow);
  }

  /// Takes the ports that there are and all that come.
  ///
  /// @param bridge the index of the pods' bridge
  static PodPorts of(NetworkNamespace namespace, int bridge) {
    Rtnetlink route = Rtnetlink.open(namespace);
    try {
      return begin(route, Rtnetlink.subscribe(namespace, EnumSet.of(RouteGroup.LINKS)), bridge);
    } catch (NetlinkException refused) {
      route.close();
      throw refused;
    }
  }

  private static PodPorts begin(Rtnetlink route, Subscription<RouteEvent> events, int bridge) {
    PodPorts ports = new PodPorts(route, events, bridge);
    try {
      ports.takeAll();
    } catch (NetlinkException refused) {
      events.close();
      throw refused;
    }
    ports.thread.start();
    return ports;
  }

  /// Whether it is about this bridge.
  boolean isOf(int index) {
    return bridge == index;
  }

  private void follow() {
    try {
      while (!closed) {
        takeNext();
      }
    } catch (NetlinkException broken) {
      if (!closed) {
        LOG.warn(
            "pods that start from now on may get no answer from their own services, because links cannot be followed: {}",
            broken.getMessage());
      }
    }
  }

  private void takeNext() {
    try {
      for (RouteEvent event : events.next(WAIT)) {
        if (event instanceof RouteEvent.Present(Link link)) {
          take(link);
        }
      }
    } catch (NetlinkException.EventsLost lost) {
      takeAll();
    }
  }

  private void takeAll() {
    List<Link> links = route.linkList();
    links.forEach(this::take);
  }

  private void take(Link link) {
    if (link.master().orElse(0) != bridge || !(link.kind() instanceof LinkKind.Veth)) {
      return;
    }
    link.port()
        .filter(port -> !port.hairpin())
        .ifPresent(port -> {
          try {
            route.linkSetBridgePort(link.index(), port.withHairpin(true));
          } catch (NetlinkException refused) {
            // most often it is gone again
            LOG.debug("port {} of the pods' bridge: {}", link.name(), refused.getMessage());
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    events.close();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    route.close();
  }
}

package io.troupe.node.dns;

import io.troupe.core.network.Backend;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Type;

/// The names and records that follow from one endpoint.
final class EndpointNames {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointNames.class);

  private final Endpoint endpoint;
  private final ResourceRecord record;
  private final WireName service;
  private final Map<WireName, List<RecordSet>> names = new LinkedHashMap<>();

  private EndpointNames(Endpoint endpoint, ResourceRecord record, WireName service) {
    this.endpoint = endpoint;
    this.record = record;
    this.service = service;
  }

  /// All names, those of addresses too; none when DNS cannot say the service's own.
  static Map<WireName, List<RecordSet>> of(
      Endpoint endpoint, WireName domain, ResourceRecord record) {
    WireName namespace = domain.child(endpoint.service().namespace());
    WireName service = namespace == null ? null : namespace.child(endpoint.service().name());
    if (service == null) {
      LOG.warn(
          "Service {} cannot be called by name: a part of it is longer than 63 bytes, or all of it"
              + " than 255; create it again with a shorter name",
          endpoint.service().link());
      return Map.of();
    }
    EndpointNames names = new EndpointNames(endpoint, record, service);
    names.addService();
    endpoint.backends().forEach(names::addPod);
    endpoint.ports().forEach(names::addPort);
    return names.names;
  }

  private void add(WireName name, RecordSet set) {
    names.computeIfAbsent(name, fresh -> new ArrayList<>()).add(set);
  }

  private void addService() {
    names.put(service, new ArrayList<>());
    Ipv4 own = endpoint.address();
    if (own == null) {
      List<byte[]> all =
          endpoint.serving().stream().map(pod -> record.address(pod.address())).toList();
      if (!all.isEmpty()) {
        add(service, new RecordSet(Type.A, all, List.of()));
      }
    } else {
      add(service, RecordSet.of(Type.A, record.address(own)));
      addReverse(own, service);
    }
  }

  private void addReverse(Ipv4 address, WireName target) {
    add(ReverseNames.of(address), RecordSet.of(Type.PTR, record.reference(Type.PTR, target)));
  }

  private @Nullable WireName pod(Backend backend) {
    return service.child(backend.pod().name());
  }

  private void addPod(Backend backend) {
    WireName pod = pod(backend);
    if (pod != null) {
      add(pod, RecordSet.of(Type.A, record.address(backend.address())));
      addReverse(backend.address(), pod);
    }
  }

  private void addPort(ServicePort port) {
    WireName protocol = service.child("_" + port.protocol().label());
    WireName name = protocol == null ? null : protocol.child("_" + port.port());
    Ipv4 own = endpoint.address();
    if (name == null) {
      return;
    }
    List<byte[]> servers = new ArrayList<>();
    List<byte[]> addresses = new ArrayList<>();
    if (own == null) {
      for (Backend backend : endpoint.serving()) {
        WireName pod = pod(backend);
        if (pod != null) {
          servers.add(record.server(port.target(), pod));
          addresses.add(record.address(pod, backend.address()));
        }
      }
    } else {
      servers.add(record.server(port.port(), service));
      addresses.add(record.address(service, own));
    }
    names.computeIfAbsent(name, fresh -> new ArrayList<>());
    if (!servers.isEmpty()) {
      add(name, new RecordSet(Type.SRV, servers, addresses));
    }
  }
}

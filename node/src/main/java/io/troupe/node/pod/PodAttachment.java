package io.troupe.node.pod;

import io.troupe.core.Ref;
import io.troupe.node.network.PodNetwork;
import java.util.List;
import java.util.stream.Stream;

/// How the pods of a node get into its network.
///
/// @param network the container runtime's name of the network, empty for the runtime's default
/// @param dns name servers of pods whose template has none
/// @param domain under which pods look names up, empty for the runtime's own search list
public record PodAttachment(String network, List<String> dns, String domain) {
  /// Names of two parts, `web.demo`, are looked for in the cluster before they are taken as whole.
  private static final List<String> TWO_PARTS = List.of("ndots:2");

  public PodAttachment {
    dns = List.copyOf(dns);
  }

  /// The runtime's default network.
  public static PodAttachment ofRuntime(List<String> dns) {
    return new PodAttachment("", dns, "");
  }

  /// The network that a driver has made; the runtime's own where it has made none.
  ///
  /// @param servers name servers of pods whose template has none
  public static PodAttachment to(
      PodNetwork.Attachment attachment, List<String> servers, String domain) {
    return attachment.network().isEmpty()
        ? ofRuntime(servers)
        : new PodAttachment(attachment.network(), servers, domain);
  }

  /// Where a pod looks for names that are not whole: with its neighbours, then in the cluster.
  List<String> search(Ref pod) {
    return domain.isEmpty()
        ? List.of()
        : Stream.of(pod.namespace() + "." + domain, domain).toList();
  }

  List<String> dnsOptions() {
    return domain.isEmpty() ? List.of() : TWO_PARTS;
  }
}

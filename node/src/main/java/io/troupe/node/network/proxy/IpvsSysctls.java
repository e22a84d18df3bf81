package io.troupe.node.network.proxy;

import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.NetworkFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The settings of IPVS that services need, in `/proc/sys/net/ipv4/vs` of a namespace: `conntrack`,
/// without which netfilter cannot masquerade what IPVS sends; `expire_nodest_conn` and
/// `expire_quiescent_template`, with which callers leave a backend that is gone at once. Source:
/// `Documentation/networking/ipvs-sysctl.rst` of the kernel.
final class IpvsSysctls {
  private static final Path DIRECTORY = Path.of("/proc/sys/net/ipv4/vs");
  private static final Map<String, String> WANTED =
      Map.of("conntrack", "1", "expire_nodest_conn", "1", "expire_quiescent_template", "1");

  private IpvsSysctls() {}

  /// Writes those that differ.
  static void ensure(NetworkNamespace namespace) {
    namespace.call(() -> {
      WANTED.forEach(IpvsSysctls::write);
      return true;
    });
  }

  private static void write(String name, String value) {
    Path file = DIRECTORY.resolve(name);
    try {
      if (!Files.readString(file).strip().equals(value)) {
        Files.writeString(file, value);
      }
    } catch (IOException e) {
      throw new NetworkFailure(
          "cannot set net.ipv4.vs."
              + name
              + " to "
              + value
              + " ("
              + e
              + "): where /proc/sys is read-only, set it from outside",
          e);
    }
  }
}

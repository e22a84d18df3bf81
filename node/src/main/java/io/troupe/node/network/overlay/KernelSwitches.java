package io.troupe.node.network.overlay;

import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.NetworkFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The settings under `/proc/sys/net/ipv4` of a namespace that decide whether packets are passed
/// on. What is right is not written.
record KernelSwitches(NetworkNamespace namespace) {
  private static final Path ROOT = Path.of("/proc/sys/net/ipv4");
  private static final int STRICT = 1;
  private static final int LOOSE = 2;

  /// Lets the node pass packets on between its links.
  void forward() {
    namespace.call(() -> {
      write("ip_forward", 1);
      return true;
    });
  }

  /// Lets packets come in by these links whose way back is another one. Links take the stricter of
  /// their own setting and that for all, but loose wins over strict.
  void allowOtherWaysBack(List<String> links) {
    namespace.call(() -> {
      int all = read("conf/all/rp_filter");
      for (String link : links) {
        String own = "conf/" + link + "/rp_filter";
        if (Math.max(all, read(own)) == STRICT) {
          write(own, LOOSE);
        }
      }
      return true;
    });
  }

  private static int read(String name) {
    try {
      return Integer.parseInt(Files.readString(ROOT.resolve(name)).strip());
    } catch (IOException e) {
      throw new NetworkFailure(
          "cannot read " + ROOT.resolve(name) + ": " + e.getMessage() + "; is /proc mounted?", e);
    }
  }

  private static void write(String name, int value) {
    if (read(name) == value) {
      return;
    }
    Path file = ROOT.resolve(name);
    try {
      Files.writeString(file, value + "\n");
    } catch (IOException e) {
      throw new NetworkFailure(
          "cannot write "
              + value
              + " to "
              + file
              + ": "
              + e.getMessage()
              + "; run as root, with /proc/sys writable, or write it there yourself",
          e);
    }
  }
}

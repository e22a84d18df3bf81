package io.troupe.node.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The upstream servers in the order in which they are asked: those of the settings, or else those
/// of a file that is read again when it has changed, never the name server itself. Thread-safe.
final class Upstreams {
  private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Set<InetSocketAddress> own;
  private final Path file;
  private final boolean fixed;
  private final LongSupplier nanos;
  private List<Upstream> servers;
  private @Nullable FileTime readFrom;
  private long lookAt;

  /// @param configured empty for those in the file
  /// @param own where the name server itself listens
  Upstreams(
      List<InetSocketAddress> configured,
      Set<InetSocketAddress> own,
      Path file,
      LongSupplier nanos) {
    this.own = Set.copyOf(own);
    this.file = file;
    this.fixed = !configured.isEmpty();
    this.nanos = nanos;
    this.lookAt = nanos.getAsLong();
    this.servers = others(configured);
  }

  private List<Upstream> others(List<InetSocketAddress> all) {
    long now = nanos.getAsLong();
    return all.stream()
        .distinct()
        .filter(this::isOther)
        .map(address -> new Upstream(address, now))
        .toList();
  }

  private boolean isOther(InetSocketAddress address) {
    boolean self =
        own.stream()
            .filter(one -> one.getPort() == address.getPort())
            .anyMatch(one -> reaches(one.getAddress(), address.getAddress()));
    if (self) {
      LOG.warn("Upstream name server {} is this name server itself; it is left out", address);
    }
    return !self;
  }

  private static boolean reaches(InetAddress bound, InetAddress address) {
    try {
      if (!bound.isAnyLocalAddress()) {
        return bound.equals(address);
      }
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /// Whom to ask; none when there is nobody.
  synchronized List<Upstream> servers() {
    long now = nanos.getAsLong();
    if (!fixed && now - lookAt >= 0) {
      lookAt = now + LOOK_AGAIN_NANOS;
      refresh();
    }
    return servers;
  }

  private void refresh() {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(readFrom)) {
        readFrom = changed;
        servers = others(ResolvConf.read(file));
        LOG.info(
            "Other names are asked of {}, as {} says",
            servers.stream().map(Upstream::address).toList(),
            file);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read; its last servers are kept", file, e);
    }
  }
}

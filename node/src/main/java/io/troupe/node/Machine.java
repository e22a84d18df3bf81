package io.troupe.node;

import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.core.node.Usage;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.RuntimeInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The machine an agent stands on, as it tells the control plane.
public record Machine(NodeInfo info, Capacity capacity) {
  /// The release as it stands in the jar's manifest; `dev` when run from classes.
  private static final String VERSION =
      Optional.ofNullable(Machine.class.getPackage().getImplementationVersion()).orElse("dev");

  private static final int CONTAINERS_PER_POD = 2;

  /// Asks the runtimes about their machine. Blocks.
  static Machine look(AgentSettings settings, Runtimes runtimes) {
    RuntimeInfo about = runtimes.containers().about();
    String volumes = runtimes.volumes().type();
    NodeInfo info =
        new NodeInfo(
            VERSION,
            about.hostname(),
            about.architecture(),
            about.osName(),
            about.osType(),
            settings.address(),
            settings.address(),
            about.cidr(),
            Stream.concat(
                    Stream.of(
                        new Driver("cri", about.type(), about.version(), "ready", ""),
                        new Driver("cii", about.type(), about.version(), "ready", ""),
                        new Driver("csi", volumes, VERSION, "ready", "")),
                    runtimes.network().drivers().stream())
                .toList());
    int slots = settings.slots();
    return new Machine(
        info,
        new Capacity(
            slots,
            slots * CONTAINERS_PER_POD,
            about.memory(),
            about.cpu(),
            runtimes.volumes().size()));
  }

  /// What of the machine this program runs on is in use now: memory and processors from the kernel,
  /// storage from the volumes' file system. Blocks.
  ///
  /// @param containers how many of pods run
  static Usage usage(Runtimes runtimes, int containers) {
    return new Usage(
        memoryInUse(),
        load(),
        runtimes.volumes().size().minus(runtimes.volumes().free()),
        containers);
  }

  private static Memory memoryInUse() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      List<String> all = lines.toList();
      return kibibytes(all, "MemTotal:").minus(kibibytes(all, "MemAvailable:"));
    } catch (IOException e) {
      return Memory.ZERO;
    }
  }

  private static Memory kibibytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Memory.parse(line.substring(key.length()).replace("kB", "KiB")))
        .findFirst()
        .orElse(Memory.ZERO);
  }

  private static Cpu load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Cpu(Math.max(0, Math.round(load * 1e9)));
  }

  /// The machine's host name.
  static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /// The first IPv4 address of an interface that is up, is no bridge of containers and not the
  /// loopback; the loopback address when there is none.
  static String address() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Machine::outward)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("127.0.0.1");
    } catch (SocketException e) {
      return "127.0.0.1";
    }
  }

  private static boolean outward(NetworkInterface device) {
    try {
      String name = device.getName();
      return device.isUp()
          && !device.isLoopback()
          && !name.startsWith("docker")
          && !name.startsWith("br-")
          && !name.startsWith("veth");
    } catch (SocketException e) {
      return false;
    }
  }
}

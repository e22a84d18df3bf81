package io.troupe.cli.lab;

import io.troupe.cli.quickstart.HelloImage;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The making of a lab. One that cannot be made whole is taken away again.
public final class LabUp {
  private static final int TOKEN_BYTES = 12;

  private final LabPlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  private LabUp(LabPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.directory = plan.directory().resolve(plan.name());
    this.progress = progress;
  }

  /// Makes a lab; returns when all that it runs is ready.
  ///
  /// @param progress is told what is being done
  public static Lab up(LabPlan plan, Consumer<String> progress) {
    Machine.require(plan);
    return new LabUp(plan, progress).make();
  }

  private Lab make() {
    if (Files.exists(directory)) {
      throw Failure.failed(
          "there is a lab '"
              + plan.name()
              + "' already, in "
              + directory
              + ": remove it with `troupe lab down`, or give another --name");
    }
    requireFreeSubnet();
    boolean done = false;
    try {
      Lab lab = whole();
      done = true;
      return lab;
    } finally {
      if (!done) {
        Lab.down(plan.directory(), plan.name());
      }
    }
  }

  private void requireFreeSubnet() {
    try {
      boolean taken =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .anyMatch(
                  address -> address.getHostAddress().startsWith(plan.subnet().prefix() + "."));
      if (taken) {
        throw Failure.failed(
            "this machine has an address in "
                + plan.subnet()
                + " already: give the lab another network with --subnet");
      }
    } catch (SocketException unreadable) {
      throw Failure.failed("cannot read this machine's addresses: " + unreadable.getMessage());
    }
  }

  private Lab whole() {
    Scripts scripts = new Scripts(directory);
    layOut();
    scripts.write();
    progress.accept("Making " + plan.hosts() + " hosts in " + plan.subnet() + " ...");
    Held hub = scripts.hub();
    List<LabHost> hosts = new ArrayList<>();
    for (int number = 1; number <= plan.hosts(); number++) {
      String name = LabHost.nameOf(number);
      Held first = scripts.first(name, plan.disk());
      boolean control = number <= plan.control();
      hosts.add(new LabHost(number, name, plan.subnet().host(number), control, first));
    }
    LabState state =
        new LabState(
            plan.name(),
            plan.subnet(),
            hub,
            hosts,
            List.of(),
            Map.of(),
            plan.engines(),
            plan.clocks(),
            plan.settings(),
            token());
    state.write(directory);
    new Underlay(plan.name(), plan.subnet(), hub).join(hosts);
    Lab lab = new Lab(directory, state);
    engines(lab);
    platform(lab);
    return lab;
  }

  private void layOut() {
    try {
      StringBuilder names = new StringBuilder("127.0.0.1 localhost\n");
      for (int number = 1; number <= plan.hosts(); number++) {
        names.append(plan.subnet().host(number)).append(' ');
        names.append(LabHost.nameOf(number)).append('\n');
      }
      Files.createDirectories(directory.resolve("hub"));
      for (int number = 1; number <= plan.hosts(); number++) {
        Path own = directory.resolve(LabHost.nameOf(number));
        Files.createDirectories(own.resolve("docker"));
        Files.createDirectories(own.resolve("troupe"));
        Files.writeString(own.resolve("hosts"), names);
        Files.writeString(own.resolve("clock"), "+0\n");
      }
    } catch (IOException unwritable) {
      throw Failure.failed("cannot make " + directory + ": " + unwritable.getMessage());
    }
  }

  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void engines(Lab lab) {
    if (!plan.engines()) {
      return;
    }
    progress.accept("Starting a Docker Engine on each ...");
    lab.hosts().forEach(host -> lab.begin(host, Lab.DOCKER));
    for (LabHost host : lab.hosts()) {
      HostEngine engine = lab.engine(host);
      engine.awaitAnswer();
      if (plan.platform() && HelloImage.hasBusybox()) {
        HelloImage.ensure(engine.engine());
      }
    }
  }

  private void platform(Lab lab) {
    if (!plan.platform()) {
      return;
    }
    progress.accept("Starting Troupe on each ...");
    lab.hosts().forEach(host -> lab.begin(host, Lab.TROUPE));
    lab.hosts().forEach(host -> lab.platform(host).awaitReady());
  }
}

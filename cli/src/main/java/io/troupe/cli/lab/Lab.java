package io.troupe.cli.lab;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.troupe.cli.lab.LabState.Cut;
import io.troupe.cli.platform.Background;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A lab that is up. Everything about it is in its directory, so that any later process can work on
/// it. Not safe for use by several threads or processes at the same time.
public final class Lab {
  /// The names of the processes on a host.
  public static final String TROUPE = "troupe";

  public static final String DOCKER = "dockerd";

  private static final String HUB = "hub";

  private final Path directory;
  private final Scripts scripts;
  private LabState state;

  Lab(Path directory, LabState state) {
    this.directory = directory;
    this.scripts = new Scripts(directory);
    this.state = state;
  }

  /// The lab of a name.
  ///
  /// @param labs where labs are kept
  public static Lab open(Path labs, String name) {
    LabPlan.requireName(name);
    Path directory = labs.resolve(name);
    LabState state =
        LabState.read(directory)
            .orElseThrow(() ->
                Failure.notFound(
                    "there is no lab '"
                        + name
                        + "' in "
                        + labs
                        + ": make one with `troupe lab up`"));
    Machine.requireRoot();
    if (!state.hub().alive()) {
      throw Failure.failed(
          "the lab '"
              + name
              + "' is not whole, since this machine was started anew or its processes"
              + " were killed: remove it with `troupe lab down`");
    }
    return new Lab(directory, state);
  }

  /// The names of the labs that are kept somewhere.
  public static List<String> names(Path labs) {
    if (!Files.isDirectory(labs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(labs)) {
      return all.filter(Files::isDirectory)
          .map(one -> one.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Removes a lab: its processes, links, cgroups and files. Whatever is gone already is fine.
  public static void down(Path labs, String name) {
    LabPlan.requireName(name);
    if (remains(labs, name).isEmpty()) {
      return;
    }
    Machine.requireRoot();
    Path directory = labs.resolve(name);
    new Scripts(directory).holders().forEach(Held::kill);
    Underlay.remove(name);
    Remains.removeCgroups(name);
    Remains.removeFiles(directory);
  }

  /// What is left of a lab, in words; empty when it is gone without a trace.
  public static List<String> remains(Path labs, String name) {
    Path directory = labs.resolve(name);
    List<String> found = new ArrayList<>();
    new Scripts(directory).holders().forEach(held -> found.add("process " + held.pid()));
    Remains.cgroups(name).forEach(group -> found.add("cgroup " + group));
    if (Files.exists(directory)) {
      found.add("directory " + directory);
    }
    if (Files.exists(Path.of("/sys/class/net", Underlay.uplink(name)))) {
      found.add("link " + Underlay.uplink(name));
    }
    return found;
  }

  public String name() {
    return state.name();
  }

  public List<LabHost> hosts() {
    return state.hosts();
  }

  /// The host of a name.
  public LabHost host(String name) {
    return hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Failure.notFound(
                "the lab has no host '"
                    + name
                    + "': it has "
                    + String.join(", ", hosts().stream().map(LabHost::name).toList())));
  }

  /// The API of a host, as reached from this machine whatever is cut.
  public String url(LabHost host) {
    return "http://" + host.address() + ":" + HostPlatform.API_PORT;
  }

  /// What the API asks for.
  public String token() {
    return state.token();
  }

  /// Where a host's Docker Engine is reached from this machine, whatever is cut.
  public String dockerHost(LabHost host) {
    return "unix://" + engine(host).socket();
  }

  /// One of a host's processes.
  ///
  /// @param process [#TROUPE] or [#DOCKER]
  public Daemon daemon(LabHost host, String process) {
    if (!process.equals(TROUPE) && !process.equals(DOCKER)) {
      throw Failure.usage(
          "a host has the processes " + TROUPE + " and " + DOCKER + ", not '" + process + "'");
    }
    return new Daemon(host, directory.resolve(host.name()), process);
  }

  HostEngine engine(LabHost host) {
    return new HostEngine(daemon(host, DOCKER), HostEngine.cgroup(state.name(), host));
  }

  HostPlatform platform(LabHost host) {
    return new HostPlatform(state, daemon(host, TROUPE));
  }

  /// Starts one of a host's processes, unless it runs; returns when it is ready.
  public void start(LabHost host, String process) {
    Daemon daemon = daemon(host, process);
    if (daemon.pid().isPresent()) {
      return;
    }
    begin(host, process);
    if (process.equals(TROUPE)) {
      platform(host).awaitReady();
    } else {
      engine(host).awaitAnswer();
    }
  }

  /// Starts one of a host's processes, and does not wait for it.
  public void begin(LabHost host, String process) {
    if (process.equals(TROUPE)) {
      platform(host).start(scripts);
    } else if (state.engines()) {
      engine(host).start(scripts);
    } else {
      throw Failure.failed("this lab was made without Docker Engines");
    }
  }

  /// Sets the time of day that a host's Troupe sees, in seconds from the true one.
  public void step(LabHost host, long seconds) {
    platform(host).step(seconds);
  }

  /// Drops all that goes from one host to others; with `bothWays` also what comes from them.
  public void cut(LabHost from, List<LabHost> to, boolean bothWays) {
    Set<Cut> cuts = new HashSet<>(state.cuts());
    for (LabHost other : to) {
      if (other.equals(from)) {
        throw Failure.usage("a host cannot be cut off from itself");
      }
      cuts.add(new Cut(from.name(), other.name()));
      if (bothWays) {
        cuts.add(new Cut(other.name(), from.name()));
      }
    }
    apply(List.copyOf(cuts));
  }

  /// Cuts a host off from all others.
  public void cutOff(LabHost host) {
    cut(host, others(host), true);
  }

  /// All hosts but one.
  public List<LabHost> others(LabHost host) {
    return hosts().stream().filter(other -> !other.equals(host)).toList();
  }

  /// Heals every cut of a host.
  public void heal(LabHost host) {
    apply(
        state.cuts().stream()
            .filter(cut -> !cut.from().equals(host.name()) && !cut.to().equals(host.name()))
            .toList());
  }

  /// Heals every cut.
  public void heal() {
    apply(List.of());
  }

  /// Makes all that goes to and comes from a host late.
  ///
  /// @param milliseconds each way, 0 for no delay
  public void delay(LabHost host, int milliseconds) {
    Daemon relay = new Daemon(hub(), directory.resolve(HUB), "relay-" + host.name());
    if (relay.pid().isPresent()) {
      relay.kill();
    }
    Map<String, Integer> delays = new HashMap<>(state.delays());
    if (milliseconds == 0) {
      underlay().rejoin(host);
      delays.remove(host.name());
    } else {
      List<String> ends = underlay().part(host);
      relay.start(scripts, Map.of(), relay(ends, milliseconds));
      delays.put(host.name(), milliseconds);
    }
    remember(state.withDelays(delays));
  }

  private static List<String> relay(List<String> ends, int milliseconds) {
    String troupe = Background.home().resolve("bin/troupe").toString();
    return List.of(
        troupe, "lab", "relay", ends.getFirst(), ends.getLast(), Integer.toString(milliseconds));
  }

  /// The network itself, taken as a host without an address.
  private LabHost hub() {
    return new LabHost(0, HUB, "", false, state.hub());
  }

  private Underlay underlay() {
    return new Underlay(state.name(), state.subnet(), state.hub());
  }

  private void apply(List<Cut> cuts) {
    underlay().cut(cuts);
    remember(state.withCuts(cuts));
  }

  /// What is cut: for each host those that nothing from it reaches.
  public Map<String, List<String>> cuts() {
    return state.cuts().stream()
        .sorted(Comparator.comparing(Cut::to))
        .collect(groupingBy(Cut::from, TreeMap::new, mapping(Cut::to, toList())));
  }

  /// Delays of hosts' links in milliseconds each way.
  public Map<String, Integer> delays() {
    return state.delays();
  }

  private void remember(LabState changed) {
    changed.write(directory);
    state = changed;
  }
}

package io.troupe.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.platform.Background;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Troupe's process on a host: a control member that also runs pods, or an agent.
record HostPlatform(LabState lab, Daemon daemon) {
  static final int API_PORT = 2967;
  static final int CLUSTER_PORT = 2968;

  private static final Duration START = Duration.ofSeconds(90);
  private static final String DATA = "/var/lib/troupe";

  private LabHost host() {
    return daemon.host();
  }

  private Path clock() {
    return daemon.directory().resolve("clock");
  }

  /// Starts it; it need not be ready yet.
  void start(Scripts scripts) {
    try {
      Files.deleteIfExists(host().file(DATA + "/troupe.pid"));
    } catch (IOException undeletable) {
      throw Failure.failed("cannot begin anew on " + host().name() + ": " + undeletable);
    }
    daemon.start(scripts, environment(), command());
  }

  private List<String> command() {
    List<String> words = new ArrayList<>(lab.clocks() ? shownTime() : List.of());
    words.add(Background.home().resolve("bin/troupe").toString());
    words.add(host().control() ? "server" : "agent");
    words.addAll(List.of("--name", host().name(), "--host", host().address()));
    words.addAll(List.of("--port", Integer.toString(CLUSTER_PORT), "--seed", seeds()));
    words.addAll(List.of("--cluster", lab.name(), "--data", DATA));
    words.addAll(List.of("--runtime", lab.engines() ? "docker" : "sim"));
    if (host().control()) {
      words.addAll(List.of("--role", "control,node", "--listen", "0.0.0.0:" + API_PORT));
    }
    return words;
  }

  /// Has a command see the time of day that the clock's file tells. On the host, since what shares
  /// the time between processes is named after their numbers there.
  private List<String> shownTime() {
    return List.of(
        "env",
        "LD_PRELOAD=" + Machine.faketime().orElseThrow(),
        "FAKETIME_TIMESTAMP_FILE=" + clock(),
        "FAKETIME_CACHE_DURATION=1",
        // timers go on at the pace of the world: what jumps is the time of day
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "FAKETIME_FORCE_MONOTONIC_FIX=0",
        "NO_FAKE_STAT=1");
  }

  private String seeds() {
    return lab.hosts().stream()
        .filter(LabHost::control)
        .map(control -> control.address() + ":" + CLUSTER_PORT)
        .collect(Collectors.joining(","));
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("TROUPE_TOKEN", lab.token());
    List<String> options = new ArrayList<>();
    options.add("-Dtroupe.node.address=" + host().address());
    lab.settings().forEach(setting -> options.add("-D" + setting));
    all.put("TROUPE_JAVA_OPTS", String.join(" ", options));
    return all;
  }

  /// Shows it a time of day so many seconds from the true one, within a second from now.
  void step(long seconds) {
    if (!lab.clocks()) {
      throw Failure.failed(
          "the clocks of this lab cannot be stepped: make it with `troupe lab up --clocks`");
    }
    try {
      Files.writeString(clock(), (seconds < 0 ? "" : "+") + seconds + "\n");
    } catch (IOException unwritable) {
      throw Failure.failed("cannot write " + clock() + ": " + unwritable.getMessage());
    }
  }

  /// Returns when it has joined, and takes commands if it is a control member.
  void awaitReady() {
    daemon.await(START, this::ready, "ready");
  }

  private boolean ready() {
    Path file = host().file(DATA + "/troupe.pid");
    try {
      JsonNode holder = Json.parse(Files.readString(file), file.toString());
      return !Json.text(holder, "url").isEmpty();
    } catch (IOException | Failure notYet) {
      return false;
    }
  }
}

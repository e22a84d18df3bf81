package io.troupe.cli.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is remembered of a lab between two commands, in `lab.json`.
///
/// @param hub the process that holds the network between the hosts
/// @param cuts what the network drops
/// @param delays of hosts, in milliseconds each way
/// @param token of the API
record LabState(
    String name,
    Subnet subnet,
    Held hub,
    List<LabHost> hosts,
    List<Cut> cuts,
    Map<String, Integer> delays,
    boolean engines,
    boolean clocks,
    List<String> settings,
    String token) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILE = "lab.json";

  LabState {
    hosts = List.copyOf(hosts);
    cuts = List.copyOf(cuts);
    delays = Map.copyOf(delays);
    settings = List.copyOf(settings);
  }

  /// Frames from one host to another are dropped.
  record Cut(String from, String to) {}

  LabState withCuts(List<Cut> others) {
    return new LabState(name, subnet, hub, hosts, others, delays, engines, clocks, settings, token);
  }

  LabState withDelays(Map<String, Integer> others) {
    return new LabState(name, subnet, hub, hosts, cuts, others, engines, clocks, settings, token);
  }

  /// Reads what was written, if a lab is there.
  static Optional<LabState> read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      return Files.exists(file)
          ? Optional.of(MAPPER.readValue(Files.readString(file), LabState.class))
          : Optional.empty();
    } catch (IOException unreadable) {
      throw Failure.failed(
          "cannot read "
              + file
              + ": "
              + unreadable.getMessage()
              + "; `troupe lab down` removes the lab all the same");
    }
  }

  /// Writes the file anew, whole or not at all.
  void write(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Path fresh = Files.writeString(directory.resolve(FILE + ".new"), text());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw Failure.failed("cannot write " + file + ": " + unwritable.getMessage());
    }
  }

  private String text() throws JsonProcessingException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }
}

package io.troupe.node.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.NetworkSettings;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerInfo.State;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the Docker Engine says about a container, in the agent's terms.
final class DockerInspection {
  private static final String JOINED = "container:";

  private DockerInspection() {}

  static ContainerInfo info(InspectContainerResponse answer) {
    ContainerConfig config = answer.getConfig();
    ContainerState state = answer.getState();
    Instant started = instant(state.getStartedAt());
    boolean running = Boolean.TRUE.equals(state.getRunning());
    Long exitCode = state.getExitCodeLong();
    return new ContainerInfo(
        answer.getId(),
        text(answer.getName()).replaceFirst("^/", ""),
        text(config.getImage()),
        text(answer.getImageId()),
        config.getLabels() == null ? Map.of() : config.getLabels(),
        running ? State.RUNNING : started == null ? State.CREATED : State.EXITED,
        network(answer.getHostConfig()),
        started,
        running ? null : instant(state.getFinishedAt()),
        running || exitCode == null ? 0 : exitCode.intValue(),
        address(answer.getHostConfig(), answer.getNetworkSettings()),
        text(state.getError()));
  }

  private static String network(@Nullable HostConfig host) {
    String mode = mode(host);
    return mode.startsWith(JOINED) ? mode.substring(JOINED.length()) : "";
  }

  private static String mode(@Nullable HostConfig host) {
    return host == null ? "" : text(host.getNetworkMode());
  }

  /// The address in the network it was created in, or else in whatever network it is in; engines
  /// from API 1.44 on no longer fill the old field.
  private static String address(@Nullable HostConfig host, @Nullable NetworkSettings settings) {
    if (settings == null || settings.getNetworks() == null) {
      return "";
    }
    Map<String, ContainerNetwork> networks = settings.getNetworks();
    return Stream.concat(Stream.ofNullable(networks.get(mode(host))), networks.values().stream())
        .map(network -> text(network.getIpAddress()))
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// The engine writes the year 1 where there is no time.
  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null || text.isEmpty() || text.startsWith("0001-")) {
      return null;
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}

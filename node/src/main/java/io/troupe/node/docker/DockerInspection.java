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
        address(answer.getNetworkSettings()),
        text(state.getError()));
  }

  private static String network(@Nullable HostConfig host) {
    String mode = host == null ? "" : text(host.getNetworkMode());
    return mode.startsWith(JOINED) ? mode.substring(JOINED.length()) : "";
  }

  /// The address in whatever network it is in; engines from API 1.44 on no longer fill the old
  /// field.
  private static String address(@Nullable NetworkSettings settings) {
    if (settings == null || settings.getNetworks() == null) {
      return "";
    }
    for (ContainerNetwork network : settings.getNetworks().values()) {
      String address = text(network.getIpAddress());
      if (!address.isEmpty()) {
        return address;
      }
    }
    return "";
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

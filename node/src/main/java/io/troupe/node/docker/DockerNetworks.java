package io.troupe.node.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Network.Ipam;
import com.github.dockerjava.core.RemoteApiVersion;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.node.network.EngineNetwork;
import io.troupe.node.network.EngineNetworks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Networks of a Docker Engine: those of its driver `bridge`, on bridges that Troupe has made.
public final class DockerNetworks implements EngineNetworks {
  /// By this label a network is known as Troupe's.
  private static final String OWNER = "io.troupe.network";

  private static final String DRIVER = "bridge";
  private static final String BRIDGE = "com.docker.network.bridge.name";
  private static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
  private static final String MTU = "com.docker.network.driver.mtu";
  private static final String GATEWAY_MODE = "com.docker.network.bridge.gateway_mode_ipv4";
  private static final String OPEN = "nat-unprotected";
  private static final Set<String> OPEN_MODES = Set.of(OPEN, "routed");

  /// The API of Docker 28, the first that drops what comes to containers from other links.
  private static final RemoteApiVersion PROTECTING = RemoteApiVersion.create(1, 48);

  private final DockerConnection docker;

  public DockerNetworks(DockerConnection docker) {
    this.docker = docker;
  }

  @Override
  public boolean protectsContainers() {
    String version = docker.call(client -> client.versionCmd().exec().getApiVersion());
    return RemoteApiVersion.parseConfigWithDefault(version).isGreaterOrEqual(PROTECTING);
  }

  @Override
  public Optional<EngineNetwork> find(String name) {
    return docker.call(client -> {
      try {
        Network found = client.inspectNetworkCmd().withNetworkId(name).exec();
        return Optional.of(found).filter(one -> name.equals(one.getName())).map(this::read);
      } catch (NotFoundException e) {
        return Optional.empty();
      }
    });
  }

  private EngineNetwork read(Network network) {
    Map<String, String> options = orEmpty(network.getOptions());
    return new EngineNetwork(
        network.getName(),
        config(network).map(Ipam.Config::getSubnet).map(DockerNetworks::cidr).orElse(null),
        config(network).map(Ipam.Config::getGateway).map(DockerNetworks::ipv4).orElse(null),
        options.getOrDefault(BRIDGE, ""),
        number(options.getOrDefault(MTU, "")),
        !options.getOrDefault(MASQUERADE, "true").equals("false"),
        OPEN_MODES.contains(options.getOrDefault(GATEWAY_MODE, "")),
        DRIVER.equals(network.getDriver()) && orEmpty(network.getLabels()).containsKey(OWNER));
  }

  /// The range of IPv4 addresses; others of the network do not matter.
  private static Optional<Ipam.Config> config(Network network) {
    Ipam ipam = network.getIpam();
    return ipam == null || ipam.getConfig() == null
        ? Optional.empty()
        : ipam.getConfig().stream()
            .filter(one -> one.getSubnet() != null && !one.getSubnet().contains(":"))
            .findFirst();
  }

  @Override
  public void create(EngineNetwork network) {
    Map<String, String> options = new TreeMap<>();
    options.put(BRIDGE, network.bridge());
    options.put(MTU, Integer.toString(network.mtu()));
    options.put(MASQUERADE, Boolean.toString(network.masquerade()));
    if (network.open()) {
      options.put(GATEWAY_MODE, OPEN);
    }
    Ipam.Config range =
        new Ipam.Config()
            .withSubnet(String.valueOf(network.subnet()))
            .withGateway(String.valueOf(network.gateway()));
    docker.run(client ->
        client
            .createNetworkCmd()
            .withName(network.name())
            .withDriver(DRIVER)
            .withCheckDuplicate(true)
            .withIpam(new Ipam().withConfig(range))
            .withOptions(options)
            .withLabels(Map.of(OWNER, network.bridge()))
            .exec());
  }

  @Override
  public void remove(String name) {
    docker.run(client -> {
      try {
        client.removeNetworkCmd(name).exec();
      } catch (NotFoundException _) {
        // it is removed already
      }
    });
  }

  @Override
  public List<String> containers(String name) {
    return docker.call(client ->
        client
            .listContainersCmd()
            .withShowAll(true)
            .withNetworkFilter(List.of(name))
            .exec()
            .stream()
            .flatMap(container -> Optional.ofNullable(container.getNames()).stream())
            .flatMap(names -> Arrays.stream(names).limit(1))
            .map(one -> one.replaceFirst("^/", ""))
            .sorted()
            .toList());
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }

  private static @Nullable Cidr cidr(String text) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable Ipv4 ipv4(String text) {
    try {
      return Ipv4.parse(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static int number(String text) {
    return Stream.of(text)
        .filter(one -> one.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }
}

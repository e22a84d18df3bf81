package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A Cassandra 5.0 in a container, by Testcontainers. For those that never start it again on its
/// data: it ends with its container.
///
/// It keeps its data in memory: a disk that is written much by others can take ten seconds to sync,
/// and a write waits for that. It has a network of its own. On the engine's default bridge, which
/// all engines of a machine share, a container of another engine can be given the same address and
/// take the connections.
public final class CassandraInDocker implements RunningCassandra {
  private static final Duration START = Duration.ofMinutes(5);
  private static final String LISTENS = ".*Starting listening for CQL clients.*\\n";

  private static final String MEMORY = "rw,size=600m";
  private static final Duration CONNECTS = Duration.ofSeconds(5);
  private static final Duration ANSWERS = Duration.ofMinutes(2);
  private static final int LAST_LINES = 40;

  private final Network network;
  private final GenericContainer<?> container;
  private final String contactPoint;

  private CassandraInDocker(Network network, GenericContainer<?> container) {
    this.network = network;
    this.container = container;
    this.contactPoint = nearest(container);
  }

  /// Whether a Docker Engine answers.
  public static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /// One that answers.
  ///
  /// @throws TestAbortedException with the reason, when this machine cannot run it
  @SuppressWarnings("resource") // it lives as long as what is returned
  public static CassandraInDocker start() {
    if (!isPossible()) {
      throw new TestAbortedException(
          "no Docker Engine answers: start one, or say where by DOCKER_HOST");
    }
    CassandraImage image = CassandraImage.ensure(DockerClientFactory.lazyClient());
    Network network = Network.newNetwork();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image.name()))
            .withNetwork(network)
            .withTmpFs(
                image.written().stream().collect(Collectors.toMap(path -> path, _ -> MEMORY)))
            .withEnv(image.environment(CassandraServer.FORGETFUL))
            .withExposedPorts(CassandraRoot.PORT)
            .waitingFor(Wait.forLogMessage(LISTENS, 1).withStartupTimeout(START));
    container.start();
    CassandraInDocker one = new CassandraInDocker(network, container);
    // It says that it listens a moment before it does.
    Awaitility.await("Cassandra at " + one.contactPoint)
        .atMost(ANSWERS)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(AllNodesFailedException.class)
        .until(() -> {
          try (CqlSession session = CassandraSessions.open(one.contactPoint())) {
            session.execute("SELECT release_version FROM system.local");
            return true;
          }
        });
    return one;
  }

  /// The name of its image.
  public String image() {
    return container.getDockerImageName();
  }

  /// Its own address, where this machine has its bridge; else where the engine hands on its port.
  private static String nearest(GenericContainer<?> container) {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .map(attached -> attached.getIpAddress())
        .filter(CassandraInDocker::isReached)
        .findFirst()
        .map(address -> address + ":" + CassandraRoot.PORT)
        .orElseGet(() -> container.getHost() + ":" + container.getMappedPort(CassandraRoot.PORT));
  }

  /// Whether somebody is at an address, even if nothing listens there yet.
  private static boolean isReached(String address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, CassandraRoot.PORT), (int) CONNECTS.toMillis());
      return true;
    } catch (NoRouteToHostException | SocketTimeoutException away) {
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException away) {
      return false;
    }
  }

  @Override
  public String contactPoint() {
    return contactPoint;
  }

  @Override
  public boolean isAlive() {
    return container.isRunning();
  }

  @Override
  public String said() {
    List<String> lines = container.getLogs().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  @Override
  public void kill() {
    engine().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void pause() {
    engine().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    String id = container.getContainerId();
    if (Boolean.TRUE.equals(engine().inspectContainerCmd(id).exec().getState().getPaused())) {
      engine().unpauseContainerCmd(id).exec();
    }
  }

  private DockerClient engine() {
    return container.getDockerClient();
  }

  @Override
  public void close() {
    container.stop();
    network.close();
  }
}

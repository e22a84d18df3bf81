package io.troupe.node.docker;

import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PushResponseItem;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.image.ImageInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/// A registry of its own on this machine (Debian's `docker-registry`) that lets in one user only.
/// Engines speak to registries on the loopback address without TLS.
public final class TestRegistry implements AutoCloseable {
  private static final String USER = "wanda";
  private static final String PASSWORD = "tr0upe-pa55";
  private static final Path REGISTRY = Path.of("/usr/bin/docker-registry");
  private static final Path HTPASSWD = Path.of("/usr/bin/htpasswd");

  private final DockerConnection docker;
  private final Process process;
  private final String host;

  private TestRegistry(DockerConnection docker, Process process, String host) {
    this.docker = docker;
    this.process = process;
    this.host = host;
  }

  /// Starts one; without its programs, which root gets installed where it can, the test is skipped.
  ///
  /// @param docker the engine that images are pushed from
  /// @param directory for what it keeps
  public static TestRegistry require(DockerConnection docker, Path directory) throws Exception {
    if (!installed() && System.getProperty("user.name").equals("root")) {
      install(directory);
    }
    assumeTrue(
        installed(),
        "needs a registry: apt-get install docker-registry apache2-utils (docker-registry and"
            + " htpasswd)");
    Path users = directory.resolve("users");
    run(directory, HTPASSWD.toString(), "-Bbc", users.toString(), USER, PASSWORD);
    String host = "127.0.0.1:" + freePort();
    Path config = directory.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: warn}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "%s"}
        auth: {htpasswd: {realm: troupe, path: %s}}
        """
            .formatted(directory.resolve("blobs"), host, users));
    Process process =
        new ProcessBuilder(REGISTRY.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    TestRegistry registry = new TestRegistry(docker, process, host);
    await().atMost(ONE_MINUTE).until(registry::listens);
    return registry;
  }

  private static boolean installed() {
    return Files.isExecutable(REGISTRY) && Files.isExecutable(HTPASSWD);
  }

  private static void install(Path directory) throws Exception {
    if (Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      run(
          directory,
          "apt-get",
          "install",
          "-y",
          "-qq",
          "--no-install-recommends",
          "docker-registry",
          "apache2-utils");
    }
  }

  private static void run(Path directory, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("programs.log").toFile());
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /// `127.0.0.1:PORT`, as references begin.
  public String host() {
    return host;
  }

  public String password() {
    return PASSWORD;
  }

  /// Makes an image with a shell, pushes it and removes it from the engine.
  ///
  /// @param mark makes its content different from that of others
  /// @return the image as it was in the engine
  public ImageInfo push(String reference, String mark) throws InterruptedException {
    DockerImages local = new DockerImages(docker);
    local.load(reference, TestDocker.rootFileSystem(mark));
    docker
        .call(client ->
            client
                .pushImageCmd(reference)
                .withAuthConfig(new RegistryLogins.Hidden(USER, PASSWORD, host))
                .exec(new ResultCallback.Adapter<PushResponseItem>()))
        .awaitCompletion();
    ImageInfo pushed = local.find(reference).orElseThrow();
    local.remove(reference);
    pushed.digests().forEach(local::remove);
    return pushed;
  }

  /// Gives an image that the engine still has a name.
  public void tag(ImageInfo image, String reference) {
    int colon = reference.lastIndexOf(':');
    docker.run(client ->
        client
            .tagImageCmd(image.id(), reference.substring(0, colon), reference.substring(colon + 1))
            .exec());
  }

  /// Writes the client configuration that `docker login` leaves.
  ///
  /// @param directory where the client keeps it
  public void login(Path directory, String password) throws IOException {
    String secret =
        Base64.getEncoder()
            .encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"auths": {"%s": {"auth": "%s"}}}
        """
            .formatted(host, secret));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
    DockerImages local = new DockerImages(docker);
    for (ImageInfo image : local.list()) {
      for (String name : image.names()) {
        if (name.startsWith(host)) {
          local.remove(name);
        }
      }
      for (String digest : image.digests()) {
        if (digest.startsWith(host)) {
          forget(local, digest);
        }
      }
    }
  }

  /// The last name of an image takes the digests with it.
  private static void forget(DockerImages local, String digest) {
    try {
      local.remove(digest);
    } catch (RuntimeFailure gone) {
      if (local.present(digest)) {
        throw gone;
      }
    }
  }
}

package io.troupe.node.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerConfigFile;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The registries that this machine is logged in to, as `docker login` keeps them in the Docker
/// client's configuration. It is read anew for each pull, so that a login counts at once. Logins in
/// a credential store (`credsStore`, `credHelpers`) are not seen.
///
/// @param directory where the client keeps its `config.json`
public record RegistryLogins(Path directory) {
  private static final String HUB = "https://index.docker.io/v1/";

  /// The configuration of the user that this program runs as: DOCKER_CONFIG, or else `~/.docker`.
  public static RegistryLogins ambient() {
    return new RegistryLogins(
        Optional.ofNullable(System.getenv("DOCKER_CONFIG"))
            .filter(value -> !value.isEmpty())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home", ""), ".docker")));
  }

  /// Where the logins are.
  Path file() {
    return directory.resolve("config.json");
  }

  /// The login for the registry of an image.
  ///
  /// @throws RuntimeFailure when the configuration cannot be read
  Optional<AuthConfig> find(String reference) {
    DockerConfigFile config;
    try {
      config =
          DockerConfigFile.loadConfig(
              DockerClientConfig.getDefaultObjectMapper(), directory.toString());
    } catch (IOException | IllegalArgumentException _) {
      // the cause may quote what is in the file, and there are passwords in it
      throw new RuntimeFailure(
          Reason.REFUSED,
          file()
              + " is no configuration of a Docker client that can be read; correct it, or remove it"
              + " and run docker login again");
    }
    return Optional.ofNullable(config.resolveAuthConfig(registry(reference)))
        .filter(login -> login.getUsername() != null || login.getIdentitytoken() != null)
        .map(Hidden::new);
  }

  /// The registry a reference names; Docker Hub where its first part is no host.
  static String registry(String reference) {
    int slash = reference.indexOf('/');
    String first = slash < 0 ? "" : reference.substring(0, slash);
    if (first.equals("docker.io") || first.equals("index.docker.io")) {
      return HUB;
    }
    return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : HUB;
  }

  /// Credentials whose text form, which the client library logs, does not show them.
  static final class Hidden extends AuthConfig {
    private static final long serialVersionUID = 1L;

    Hidden(String username, String password, String registry) {
      withUsername(username).withPassword(password).withRegistryAddress(registry);
    }

    private Hidden(AuthConfig login) {
      withUsername(login.getUsername())
          .withPassword(login.getPassword())
          .withEmail(login.getEmail())
          .withRegistryAddress(login.getRegistryAddress())
          .withIdentityToken(login.getIdentitytoken());
    }

    @Override
    public String toString() {
      return "AuthConfig[***]";
    }
  }
}

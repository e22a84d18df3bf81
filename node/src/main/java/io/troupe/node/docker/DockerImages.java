package io.troupe.node.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.troupe.core.quantity.Memory;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import io.troupe.node.image.ImageInfo;
import io.troupe.node.image.ImageStore;
import io.troupe.node.image.RegistryAuth;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Images of a Docker Engine.
public final class DockerImages implements ImageStore {
  private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);

  /// How registries say that they want credentials, or others.
  private static final Pattern DENIED =
      Pattern.compile(
          "no basic auth credentials|unauthorized|authentication required|access to the resource"
              + " is denied|access denied",
          Pattern.CASE_INSENSITIVE);

  private final DockerConnection docker;
  private final RegistryLogins logins;

  /// Images that are pulled with the logins of the user this program runs as.
  public DockerImages(DockerConnection docker) {
    this(docker, RegistryLogins.ambient());
  }

  /// @param logins used for pulls that bring no credentials of their own
  public DockerImages(DockerConnection docker, RegistryLogins logins) {
    this.docker = docker;
    this.logins = logins;
  }

  @Override
  public Optional<ImageInfo> find(String reference) {
    return docker.call(client -> {
      try {
        return Optional.of(info(client.inspectImageCmd(reference).exec()));
      } catch (NotFoundException e) {
        return Optional.empty();
      }
    });
  }

  @Override
  public ImageInfo pull(String reference, @Nullable RegistryAuth auth) throws InterruptedException {
    Optional<AuthConfig> login = login(reference, auth);
    Progress progress = new Progress();
    try {
      docker.callLong(client -> {
        var command = client.pullImageCmd(reference);
        if (!tagged(reference)) {
          command.withTag("latest");
        }
        return command.withAuthConfig(login.orElse(null)).exec(progress);
      });
      progress.await(docker);
    } catch (RuntimeFailure e) {
      String remedy = remedy(e.text(), auth, login.isPresent(), reference);
      throw new RuntimeFailure(e.reason(), unpullable(reference) + e.text() + remedy, e);
    }
    return find(reference)
        .orElseThrow(
            () -> new RuntimeFailure(Reason.NO_IMAGE, "image " + reference + " is gone again"));
  }

  private Optional<AuthConfig> login(String reference, @Nullable RegistryAuth auth) {
    if (auth != null) {
      return Optional.of(
          new RegistryLogins.Hidden(
              auth.username(), auth.password(), RegistryLogins.registry(reference)));
    }
    try {
      return logins.find(reference);
    } catch (RuntimeFailure e) {
      throw new RuntimeFailure(e.reason(), unpullable(reference) + e.text(), e);
    }
  }

  private static String unpullable(String reference) {
    return "image " + reference + " cannot be pulled: ";
  }

  private static boolean tagged(String reference) {
    return reference.indexOf('@') >= 0
        || reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
  }

  /// What helps when a registry wants other credentials than it got.
  private String remedy(String message, @Nullable RegistryAuth given, boolean loggedIn, String of) {
    if (given != null || !DENIED.matcher(message).find()) {
      return "";
    }
    String login = "docker login " + RegistryLogins.registry(of);
    return loggedIn
        ? "; the registry does not accept the login in "
            + logins.file()
            + ": renew it with `"
            + login
            + "` on the node"
        : "; "
            + logins.file()
            + " has no login for this registry: run `"
            + login
            + "` on the node, as the user that the agent runs as";
  }

  @Override
  public List<ImageInfo> list() {
    return docker.call(client ->
        client.listImagesCmd().exec().stream()
            .map(image ->
                new ImageInfo(
                    image.getId(),
                    named(image.getRepoTags()),
                    named(image.getRepoDigests()),
                    new Memory(Objects.requireNonNullElse(image.getSize(), 0L))))
            .filter(image -> !image.names().isEmpty() || !image.digests().isEmpty())
            .toList());
  }

  private static List<String> named(String @Nullable [] references) {
    return references == null
        ? List.of()
        : Arrays.stream(references).filter(name -> !name.startsWith("<none>")).toList();
  }

  @Override
  public void remove(String reference) {
    docker.runLong(client -> {
      try {
        client.removeImageCmd(reference).exec();
      } catch (NotFoundException e) {
        LOG.debug("image {} is gone already", reference);
      }
    });
  }

  /// Makes an image of one layer, without any registry.
  ///
  /// @param reference its name with a tag
  /// @param layer a tar archive of its root file system
  public ImageInfo load(String reference, byte[] layer) {
    byte[] archive = ImageArchive.of(reference, layer);
    docker.runLong(client -> client.loadImageCmd(new ByteArrayInputStream(archive)).exec());
    return find(reference)
        .orElseThrow(() ->
            new RuntimeFailure(Reason.REFUSED, "the engine has not taken image " + reference));
  }

  private static ImageInfo info(InspectImageResponse image) {
    return new ImageInfo(
        String.valueOf(image.getId()),
        image.getRepoTags() == null ? List.of() : image.getRepoTags(),
        image.getRepoDigests() == null ? List.of() : image.getRepoDigests(),
        new Memory(Objects.requireNonNullElse(image.getSize(), 0L)));
  }

  /// A pull under way; the engine tells a failure as a line of its progress.
  private static final class Progress extends QuietCallback<Progress, PullResponseItem> {
    private volatile @Nullable String error;

    @Override
    public void onNext(PullResponseItem item) {
      var detail = item.getErrorDetail();
      if (detail != null) {
        error = String.valueOf(detail.getMessage());
      }
    }

    void await(DockerConnection docker) throws InterruptedException {
      awaitCompletion();
      Throwable failure = failure();
      if (failure != null) {
        throw docker.broken(failure);
      }
      String message = error;
      if (message != null) {
        throw new RuntimeFailure(Reason.REFUSED, message);
      }
    }
  }
}

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Images of a Docker Engine.
public final class DockerImages implements ImageStore {
  private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);

  private final DockerConnection docker;

  public DockerImages(DockerConnection docker) {
    this.docker = docker;
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
    Progress progress = new Progress();
    try {
      docker.call(client -> {
        var command = client.pullImageCmd(reference);
        if (!tagged(reference)) {
          command.withTag("latest");
        }
        if (auth != null) {
          command.withAuthConfig(
              new AuthConfig()
                  .withUsername(auth.username())
                  .withPassword(auth.password())
                  .withRegistryAddress(registry(reference)));
        }
        return command.exec(progress);
      });
      progress.await(docker);
    } catch (RuntimeFailure e) {
      throw new RuntimeFailure(
          e.reason(), "image " + reference + " cannot be pulled: " + e.text(), e);
    }
    return find(reference)
        .orElseThrow(
            () -> new RuntimeFailure(Reason.NO_IMAGE, "image " + reference + " is gone again"));
  }

  private static boolean tagged(String reference) {
    return reference.indexOf('@') >= 0
        || reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
  }

  /// The registry a reference names; Docker Hub where its first part is no host.
  private static String registry(String reference) {
    int slash = reference.indexOf('/');
    String first = slash < 0 ? "" : reference.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost")
        ? first
        : "https://index.docker.io/v1/";
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
    docker.run(client -> {
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
    docker.run(client -> client.loadImageCmd(new ByteArrayInputStream(archive)).exec());
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

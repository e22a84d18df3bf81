package io.troupe.node.image;

import io.troupe.core.template.Image;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Gets images, however many pods ask at once: one pull for each reference and secret, whose end
/// all of them share. Thread-safe.
public final class ImagePulls {
  private final ImageStore images;
  private final Credentials credentials;
  private final Executor threads;
  private final ConcurrentMap<Pull, CompletableFuture<ImageInfo>> running =
      new ConcurrentHashMap<>();

  /// @param threads where pulls run; a thread of its own for each
  public ImagePulls(ImageStore images, Credentials credentials, Executor threads) {
    this.images = images;
    this.credentials = credentials;
    this.threads = threads;
  }

  /// Pulls, or waits for the same pull that is under way. An interrupt ends the wait, not the pull.
  public ImageInfo pull(String namespace, Image image) throws InterruptedException {
    Pull pull = new Pull(namespace, image.reference(), image.secret(), image.secretKey());
    RegistryAuth auth = authorize(pull);
    CompletableFuture<ImageInfo> mine = new CompletableFuture<>();
    CompletableFuture<ImageInfo> first = running.putIfAbsent(pull, mine);
    if (first == null) {
      threads.execute(() -> run(pull, auth, mine));
    }
    try {
      return (first == null ? mine : first).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeFailure failure) {
        throw new RuntimeFailure(failure.reason(), failure.text(), failure);
      }
      throw new IllegalStateException("pull of " + image.reference() + " failed", e.getCause());
    }
  }

  private void run(Pull pull, @Nullable RegistryAuth auth, CompletableFuture<ImageInfo> done) {
    try {
      ImageInfo info = images.pull(pull.reference(), auth);
      running.remove(pull, done);
      done.complete(info);
    } catch (RuntimeException | InterruptedException e) {
      running.remove(pull, done);
      done.completeExceptionally(e);
    }
  }

  private @Nullable RegistryAuth authorize(Pull pull) {
    if (pull.secret().isEmpty()) {
      return null;
    }
    return credentials
        .find(pull.namespace(), pull.secret(), pull.key())
        .orElseThrow(() ->
            new RuntimeFailure(
                Reason.REFUSED,
                "image "
                    + pull.reference()
                    + " is to be pulled with secret '"
                    + pull.secret()
                    + "', but namespace '"
                    + pull.namespace()
                    + "' has no such secret or it has no such key; create it, or take the secret"
                    + " out of the image"));
  }

  private record Pull(String namespace, String reference, String secret, String key) {}
}

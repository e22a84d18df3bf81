package io.troupe.persistence.cassandra;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An image with Cassandra 5.0 that an engine has.
///
/// @param own made here from Maven's artifacts, and not the project's public one
record CassandraImage(String name, boolean own) {
  /// The public one; the system property names a mirror's.
  static final String PUBLIC = System.getProperty("troupe.test.cassandra.image", "cassandra:5.0");

  /// After which a registry that has said nothing is taken for absent.
  private static final Duration REGISTRY_ANSWERS = Duration.ofSeconds(10);

  private static final Duration DOWNLOAD = Duration.ofMinutes(10);
  private static final Duration BUILD = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(CassandraImage.class);

  /// The public one if the engine has it or can pull it, else the own one, built unless it is
  /// there.
  static CassandraImage ensure(DockerClient engine) {
    CassandraImage shared = new CassandraImage(PUBLIC, false);
    if (shared.isPresent(engine)) {
      return shared;
    }
    CassandraRoot root = CassandraRoot.gather();
    CassandraImage own = new CassandraImage("troupe/cassandra:" + digest(root), true);
    if (own.isPresent(engine)) {
      return own;
    }
    if (shared.pull(engine)) {
      return shared;
    }
    own.build(engine, root);
    return own;
  }

  /// What its container's environment must hold so that the server's JVM gets more options.
  Map<String, String> environment(String options) {
    return own
        ? Map.of("JDK_JAVA_OPTIONS", options)
        : Map.of("JVM_EXTRA_OPTS", options, "MAX_HEAP_SIZE", "400M", "HEAP_NEWSIZE", "100M");
  }

  /// Where its server writes.
  List<String> written() {
    return own
        ? List.of(CassandraRoot.HOME + "/data", CassandraRoot.HOME + "/commitlog")
        : List.of("/var/lib/cassandra");
  }

  private boolean isPresent(DockerClient engine) {
    try {
      engine.inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }

  private boolean pull(DockerClient engine) {
    CountDownLatch answered = new CountDownLatch(1);
    var progress =
        new PullImageResultCallback() {
          @Override
          public void onNext(PullResponseItem item) {
            answered.countDown();
            super.onNext(item);
          }

          @Override
          public void onError(Throwable refused) {
            LOG.info("{} cannot be pulled: {}", name, refused.getMessage());
            answered.countDown();
            onComplete();
          }
        };
    try (var pulling = engine.pullImageCmd(name).exec(progress)) {
      return answered.await(REGISTRY_ANSWERS.toSeconds(), TimeUnit.SECONDS)
          && pulling.awaitCompletion(DOWNLOAD.toMinutes(), TimeUnit.MINUTES)
          && isPresent(engine);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException | DockerClientException refused) {
      LOG.info("{} cannot be pulled: {}", name, refused.getMessage());
      return false;
    }
  }

  private void build(DockerClient engine, CassandraRoot root) {
    long began = System.nanoTime();
    try {
      Path context = Files.createTempFile("troupe-cassandra", ".tar");
      try {
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(context))) {
          root.writeContext(to);
        }
        try (InputStream from = Files.newInputStream(context)) {
          engine
              .buildImageCmd(from)
              .withTags(Set.of(name))
              .exec(new BuildImageResultCallback())
              .awaitImageId(BUILD.toMinutes(), TimeUnit.MINUTES);
        }
      } finally {
        Files.delete(context);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    LOG.info("made {} in {} ms", name, (System.nanoTime() - began) / 1_000_000);
  }

  private static String digest(CassandraRoot root) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream to =
          new BufferedOutputStream(
              new DigestOutputStream(OutputStream.nullOutputStream(), digest), 1 << 16)) {
        root.writeContext(to);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

package io.troupe.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Image;
import io.troupe.core.template.PullPolicy;
import io.troupe.node.container.RuntimeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImagePullsTest {
  private static final Image IMAGE = Image.named("web:1");

  private final SlowStore store = new SlowStore();

  @Test
  void manyWhoAskAtOnceShareOnePull() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ImagePulls pulls = new ImagePulls(store, Credentials.none(), threads);
      AtomicInteger asking = new AtomicInteger();
      List<Future<ImageInfo>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Callable<ImageInfo> ask =
            () -> {
              asking.incrementAndGet();
              return pulls.pull("demo", IMAGE);
            };
        all.add(threads.submit(ask));
      }
      await().atMost(ONE_MINUTE).until(() -> asking.get() == 20 && store.pulls.get() == 1);
      store.release.countDown();

      for (Future<ImageInfo> one : all) {
        assertThat(one.get().id()).isEqualTo("id of web:1");
      }
    }
  }

  @Test
  void aSecretThatIsNotThereFailsBeforeTheRegistryIsAsked() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ImagePulls pulls = new ImagePulls(store, Credentials.none(), threads);
      Image secured = new Image("web:1", "", "vault", "", PullPolicy.ALWAYS);

      assertThatThrownBy(() -> pulls.pull("demo", secured))
          .isInstanceOf(RuntimeFailure.class)
          .hasMessageContaining("secret 'vault'");
    }
    assertThat(store.pulls).hasValue(0);
  }

  /// Pulls only when it is let.
  private static final class SlowStore implements ImageStore {
    private final AtomicInteger pulls = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public Optional<ImageInfo> find(String reference) {
      return Optional.empty();
    }

    @Override
    public ImageInfo pull(String reference, @Nullable RegistryAuth auth)
        throws InterruptedException {
      pulls.incrementAndGet();
      release.await();
      return new ImageInfo("id of " + reference, List.of(reference), List.of(), Memory.ZERO);
    }

    @Override
    public List<ImageInfo> list() {
      return List.of();
    }

    @Override
    public void remove(String reference) {}
  }
}

package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.it.history.Clients;
import io.troupe.it.history.Linearizability;
import io.troupe.it.history.Operation;
import io.troupe.it.history.Register;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What concurrent clients were answered about one resource has one order, whatever is killed
/// meanwhile.
class LinearizabilityTest {
  private static final int KILLS = 3;

  @TempDir Path directory;

  @Test
  void answersHaveOneOrderThoughThePlatformIsKilledAgainAndAgain() {
    long seed = Seeds.next();
    SplittableRandom random = new SplittableRandom(seed);
    try (TroupeProcess troupe = TroupeProcess.simulated(directory.resolve("data")).start()) {
      List<Register> registers =
          Stream.of("red", "green", "blue")
              .<Register>map(name -> new NamespaceRegister(name, troupe::api))
              .toList();
      List.of("red", "green", "blue")
          .forEach(name -> troupe.api().apply(Manifests.namespace(name)).ok());
      Clients clients = Clients.start(6, 300, registers, random.split());
      try (clients) {
        for (int kill = 0; kill < KILLS; kill++) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300, 1200)));
          awaitMore(clients);
          troupe.kill();
          troupe.start();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        awaitMore(clients);
      }
      for (Register register : registers) {
        List<Operation> history = clients.history(register);
        assertThat(history).as("work was done").hasSizeGreaterThan(50);
        assertThat(history).as("some of it in vain").anyMatch(operation -> !operation.isAnswered());
        assertThat(Linearizability.violation("", history))
            .as("%s with -Dtroupe.seed=%d", register, seed)
            .isEmpty();
      }
    }
  }

  private static void awaitMore(Clients clients) {
    long before = clients.written();
    eventually(() -> assertThat(clients.written()).isGreaterThan(before + 50));
  }
}

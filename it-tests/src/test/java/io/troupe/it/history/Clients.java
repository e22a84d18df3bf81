package io.troupe.it.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;

/// Clients that write to and read from registers all at once, each one request after the other, and
/// keep the history. Every value is written once; after a write that nobody answered a client tries
/// the same register again with another value, until one is.
public final class Clients implements AutoCloseable {
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<Register> registers;
  private final Map<Register, Queue<Operation>> histories = new ConcurrentHashMap<>();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private final long began = System.nanoTime();

  private Clients(List<Register> registers) {
    this.registers = registers;
    registers.forEach(register -> histories.put(register, new ConcurrentLinkedQueue<>()));
  }

  /// Lets so many clients loose.
  public static Clients start(int count, List<Register> registers, SplittableRandom random) {
    Clients clients = new Clients(registers);
    for (int i = 0; i < count; i++) {
      String name = "client" + i;
      SplittableRandom own = random.split();
      clients.threads.add(Thread.ofVirtual().name(name).start(() -> clients.work(name, own)));
    }
    return clients;
  }

  private void work(String name, SplittableRandom random) {
    for (int i = 0; !ending.get(); i++) {
      Register register = registers.get(random.nextInt(registers.size()));
      if (random.nextInt(3) == 0) {
        read(name, register);
      } else {
        long begun = now();
        for (int attempt = 0;
            !write(name, register, name + "-" + i + "." + attempt) && !ending.get();
            attempt++) {
          LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
        }
        longest.accumulate(now() - begun);
      }
      LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NANOS));
    }
  }

  private boolean write(String name, Register register, String value) {
    long invoked = now();
    boolean written = register.write(value);
    keep(register, name, Operation.Type.WRITE, value, invoked, written ? now() : Operation.NEVER);
    return written;
  }

  private void read(String name, Register register) {
    long invoked = now();
    Optional<String> value = register.read();
    value.ifPresent(read -> keep(register, name, Operation.Type.READ, read, invoked, now()));
  }

  private long now() {
    return System.nanoTime() - began;
  }

  private void keep(
      Register register,
      String name,
      Operation.Type type,
      String value,
      long invoked,
      long returned) {
    Queue<Operation> history = histories.get(register);
    if (history != null) {
      history.add(new Operation(name, type, value, invoked, returned));
    }
  }

  /// Lets every client end its request, and then ends.
  @Override
  public void close() {
    ending.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// The longest that any client needed until a write of its was answered, all attempts together.
  public Duration longestWrite() {
    return Duration.ofNanos(longest.get());
  }

  /// The history of a register.
  public List<Operation> history(Register register) {
    Queue<Operation> history = histories.get(register);
    return history == null ? List.of() : List.copyOf(history);
  }
}

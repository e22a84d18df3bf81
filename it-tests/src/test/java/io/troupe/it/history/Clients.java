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
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Clients that write to and read from registers all at once, each one request after the other, and
/// keep the history. Two of three requests are writes. Every value is written once; after a request
/// that nobody answered a client tries the same register again, with another value, until one is.
public final class Clients implements AutoCloseable {
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<Register> registers;
  private final Map<Register, Queue<Operation>> histories = new ConcurrentHashMap<>();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
  private final LongAdder written = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private final long began = System.nanoTime();

  private final long pauseNanos;

  private Clients(List<Register> registers, long pauseNanos) {
    this.registers = registers;
    this.pauseNanos = pauseNanos;
    registers.forEach(register -> histories.put(register, new ConcurrentLinkedQueue<>()));
  }

  /// Lets so many clients loose.
  ///
  /// @param writes how many a second all together send, as long as each is answered in time
  public static Clients start(
      int count, int writes, List<Register> registers, SplittableRandom random) {
    long pauseNanos = TimeUnit.SECONDS.toNanos(count) * 2 / 3 / writes;
    Clients clients = new Clients(registers, pauseNanos);
    for (int i = 0; i < count; i++) {
      String name = "client" + i;
      SplittableRandom own = random.split();
      clients.threads.add(Thread.ofVirtual().name(name).start(() -> clients.work(name, own)));
    }
    return clients;
  }

  private void work(String name, SplittableRandom random) {
    long due = now() + random.nextLong(pauseNanos);
    for (int i = 0; !ending.get(); i++) {
      LockSupport.parkNanos(due - now());
      Register register = registers.get(random.nextInt(registers.size()));
      boolean reads = random.nextInt(3) == 0;
      long begun = now();
      for (int attempt = 0; !ending.get(); attempt++) {
        if (reads ? read(name, register) : write(name, register, name + "-" + i + "." + attempt)) {
          break;
        }
        unanswered.increment();
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      }
      longest.accumulate(now() - begun);
      due = Math.max(due + pauseNanos, now());
    }
  }

  private boolean write(String name, Register register, String value) {
    long invoked = now();
    boolean answered = register.write(value);
    if (answered) {
      written.increment();
    }
    keep(register, name, Operation.Type.WRITE, value, invoked, answered ? now() : Operation.NEVER);
    return answered;
  }

  private boolean read(String name, Register register) {
    long invoked = now();
    Optional<String> value = register.read();
    value.ifPresent(read -> keep(register, name, Operation.Type.READ, read, invoked, now()));
    return value.isPresent();
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

  /// How many writes were answered.
  public long written() {
    return written.sum();
  }

  /// How many requests, reads as well as writes, nobody answered, each attempt by itself.
  public long unanswered() {
    return unanswered.sum();
  }

  /// The longest that any client needed until a request of its was answered, all attempts together.
  public Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /// The history of a register.
  public List<Operation> history(Register register) {
    Queue<Operation> history = histories.get(register);
    return history == null ? List.of() : List.copyOf(history);
  }
}

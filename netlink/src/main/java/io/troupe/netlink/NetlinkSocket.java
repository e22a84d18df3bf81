package io.troupe.netlink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A conversation with the kernel: requests and their acknowledgements, dumps, batches.
///
/// It belongs to the network namespace it was opened in for good. Threads may share it: one
/// conversation runs at a time. A request that has timed out leaves the socket usable, for late
/// answers are told apart by their sequence number. Calls block, briefly, in native code.
///
/// Protocol: `man 7 netlink`, `linux/netlink.h`, and
/// `Documentation/userspace-api/netlink/intro.rst` of the kernel.
public final class NetlinkSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetlinkSocket.class);

  private static final int ADD_MEMBERSHIP = 1;
  private static final int CAP_ACK = 10;
  private static final int EXT_ACK = 11;
  private static final int STRICT_CHECK = 12;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final int DUMP_ATTEMPTS = 20;

  /// So many acknowledgements fit into the receive buffer even of one who may not enlarge it.
  private static final int REQUESTS_AT_A_TIME = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final PayloadWriter writer = new PayloadWriter();
  private final Transport transport;
  private final Duration timeout;
  private int sequence;

  NetlinkSocket(Transport transport, Duration timeout) {
    this.transport = transport;
    this.timeout = timeout;
    transport.option(CAP_ACK, 1);
    transport.option(EXT_ACK, 1);
    transport.option(STRICT_CHECK, 1);
  }

  /// Opens a socket in the calling thread's network namespace.
  public static NetlinkSocket open(Protocol protocol) {
    return open(protocol, TIMEOUT);
  }

  /// Opens a socket whose requests fail with {@link NetlinkException.TimedOut} after `timeout`.
  public static NetlinkSocket open(Protocol protocol, Duration timeout) {
    return new NetlinkSocket(new KernelTransport(protocol, RECEIVE_BUFFER), timeout);
  }

  /// Opens a socket in another network namespace.
  public static NetlinkSocket open(Protocol protocol, NetworkNamespace namespace) {
    return open(protocol, namespace, TIMEOUT);
  }

  public static NetlinkSocket open(
      Protocol protocol, NetworkNamespace namespace, Duration timeout) {
    return namespace.call(() -> open(protocol, timeout));
  }

  /// Sends a request and waits for its acknowledgement.
  ///
  /// @throws NetlinkException.Refused when the kernel answers with an error
  public void execute(Request request) {
    exchange(request, Request.ACK, message -> {});
  }

  /// Sends a request that is answered by one object, and reads it.
  public <T> T query(Request request, Function<Message, T> reader) {
    return find(request, reader)
        .orElseThrow(() ->
            new NetlinkException.Malformed(
                request.words().get(), "the kernel acknowledged without an answer"));
  }

  /// Like {@link #query}, for an object that may be missing: an acknowledgement alone is empty.
  public <T> Optional<T> find(Request request, Function<Message, T> reader) {
    List<T> answers = new ArrayList<>(1);
    exchange(request, Request.ACK, message -> answers.add(reader.apply(message)));
    return answers.stream().findFirst();
  }

  /// Lists objects. A list that changed while it was read (`NLM_F_DUMP_INTR`) is read again.
  ///
  /// @throws NetlinkException.DumpInterrupted when it changed each time
  public <T> List<T> dump(Request request, Function<Message, T> reader) {
    for (int attempt = 1; attempt <= DUMP_ATTEMPTS; attempt++) {
      List<T> objects = new ArrayList<>();
      if (exchange(request, Request.DUMP, message -> objects.add(reader.apply(message)))) {
        return objects;
      }
      LOG.debug("{} was interrupted by a change, attempt {}", request.words().get(), attempt);
    }
    throw new NetlinkException.DumpInterrupted(request.words().get(), DUMP_ATTEMPTS);
  }

  /// Sends requests many at a time, which saves system calls, and waits for all acknowledgements.
  ///
  /// The kernel takes them in order, each on its own: one that fails does not keep those after it
  /// from being done. The first failure is thrown at the end, with the others as suppressed.
  public void executeAll(List<Request> requests) {
    List<NetlinkException> failures = new ArrayList<>();
    lock.lock();
    try {
      for (int i = 0; i < requests.size(); i += REQUESTS_AT_A_TIME) {
        int end = Math.min(i + REQUESTS_AT_A_TIME, requests.size());
        executeTogether(requests.subList(i, end), failures);
      }
    } finally {
      lock.unlock();
    }
    if (!failures.isEmpty()) {
      NetlinkException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  /// Sends several messages in one datagram, which the kernel takes as a unit, and waits for what
  /// it says of them.
  ///
  /// The last request that is not a frame (`begin`, `end`) is acknowledged; before it the kernel
  /// reports each failure. The first failure in the batch's order is thrown.
  public void transact(Request begin, List<Request> requests, Request end) {
    if (requests.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      writer.clear();
      int first = sequence + 1;
      int last = first + requests.size();
      begin.writeTo(writer, first, 0);
      for (int i = 0; i < requests.size(); i++) {
        requests.get(i).writeTo(writer, first + 1 + i, i == requests.size() - 1 ? Request.ACK : 0);
      }
      end.writeTo(writer, last + 1, 0);
      sequence = last + 1;
      Supplier<String> words = () -> "apply a batch of " + requests.size() + " changes";
      transport.send(writer.array(), writer.size(), words);
      Map<Integer, Message> failures = failures(first, last, words);
      for (int i = first; i <= last + 1; i++) {
        Message failure = failures.get(i);
        if (failure != null) {
          boolean frame = i == first || i > last;
          throw refused(frame ? words : requests.get(i - first - 1).words(), failure);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Joins a multicast group; its messages come by {@link #receive}. A socket that follows groups
  /// should do nothing else: a request would pass over the messages that come before its answer.
  public void join(int group) {
    transport.option(ADD_MEMBERSHIP, group);
  }

  /// The next messages of the joined groups; none when the time is over or the socket was closed.
  ///
  /// @throws NetlinkException.EventsLost when the kernel had to drop messages
  public List<Message> receive(Duration limit) {
    byte[] datagram = transport.receive(limit, () -> "read events");
    return datagram == null ? List.of() : Message.read(datagram);
  }

  /// Closes the socket and wakes a thread that waits in {@link #receive}.
  @Override
  public void close() {
    transport.close();
  }

  private void executeTogether(List<Request> requests, List<NetlinkException> failures) {
    int first = sequence + 1;
    writer.clear();
    for (Request request : requests) {
      request.writeTo(writer, ++sequence, Request.ACK);
    }
    Supplier<String> words = () -> "do " + requests.size() + " changes";
    transport.send(writer.array(), writer.size(), words);
    int missing = requests.size();
    while (missing > 0) {
      for (Message message : awaitDatagram(words)) {
        int index = message.sequence() - first;
        if (message.type() == Message.ERROR && index >= 0 && index < requests.size()) {
          missing--;
          if (message.errorNumber() != 0) {
            failures.add(refused(requests.get(index).words(), message));
          }
        }
      }
    }
  }

  private interface Sink {
    void accept(Message message);
  }

  /// Runs one conversation; false means the answer was inconsistent.
  private boolean exchange(Request request, int flags, Sink sink) {
    lock.lock();
    try {
      writer.clear();
      int mine = ++sequence;
      request.writeTo(writer, mine, flags);
      transport.send(writer.array(), writer.size(), request.words());
      return answers(request, mine, sink);
    } finally {
      lock.unlock();
    }
  }

  private boolean answers(Request request, int mine, Sink sink) {
    boolean consistent = true;
    while (true) {
      for (Message message : awaitDatagram(request.words())) {
        if (message.sequence() != mine) {
          continue;
        }
        consistent &= !message.interrupted();
        if (message.endsConversation()) {
          if (message.errorNumber() != 0) {
            throw refused(request.words(), message);
          }
          return consistent;
        }
        sink.accept(message);
      }
    }
  }

  private List<Message> awaitDatagram(Supplier<String> words) {
    byte[] datagram = transport.receive(timeout, words);
    if (datagram == null) {
      throw new NetlinkException.TimedOut(words.get(), timeout.toMillis());
    }
    return Message.read(datagram);
  }

  /// Collects the failures of a batch until its last message is acknowledged; then what is queued.
  private Map<Integer, Message> failures(int first, int last, Supplier<String> words) {
    Map<Integer, Message> failures = new HashMap<>();
    boolean done = false;
    while (true) {
      byte @Nullable [] datagram = transport.receive(done ? AT_ONCE : timeout, words);
      if (datagram == null) {
        if (done) {
          return failures;
        }
        throw new NetlinkException.TimedOut(words.get(), timeout.toMillis());
      }
      for (Message message : Message.read(datagram)) {
        if (message.type() == Message.ERROR && message.sequence() - first >= 0) {
          done |= message.sequence() == last || message.errorNumber() != 0;
          if (message.errorNumber() != 0) {
            failures.putIfAbsent(message.sequence(), message);
          }
        }
      }
    }
  }

  private static NetlinkException refused(Supplier<String> words, Message message) {
    return new NetlinkException.Refused(
        Errno.of(message.errorNumber()), words.get(), message.errorText());
  }
}

package io.troupe.node.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Asks upstream servers for names outside the zone, one after the other until one answers, and
/// keeps what they say for as long as they allow. Everybody who asks the same at once waits for one
/// answer. When nobody answers, that is an answer too: SERVFAIL, at once while all servers are
/// known to be gone. Thread-safe; waits on virtual threads of its own.
public final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  /// How many questions may be under way, and how many clients may wait for them.
  private static final int MOST_QUESTIONS = 1024;

  private static final int MOST_WAITING = 4096;

  /// Clients give up after 5 s.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final int ROUNDS = 2;

  private final DnsSettings settings;
  private final Upstreams upstreams;
  private final LongSupplier nanos;
  private final AnswerCache cache;
  private final ConcurrentMap<Question, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns-forward-", 0).factory());
  private final SecureRandom random = new SecureRandom();

  /// @param own where the name server itself listens, which is never asked
  public Forwarder(DnsSettings settings, Set<InetSocketAddress> own) {
    this(settings, own, ResolvConf.SYSTEM, System::nanoTime);
  }

  /// @param file names the servers when the settings do not
  /// @param nanos the clock that answers grow old by
  Forwarder(DnsSettings settings, Set<InetSocketAddress> own, Path file, LongSupplier nanos) {
    this.settings = settings;
    this.upstreams = new Upstreams(settings.upstream(), own, file, nanos);
    this.nanos = nanos;
    this.cache = new AnswerCache(settings.cacheSize());
  }

  /// A question under way and who waits for its answer.
  private static final class Pending {
    private final List<Consumer<Answer>> clients = new ArrayList<>();
    private boolean over;
    private volatile int id = -1;

    private synchronized boolean join(Consumer<Answer> client) {
      if (!over) {
        clients.add(client);
      }
      return !over;
    }

    private synchronized List<Consumer<Answer>> end() {
      over = true;
      return clients;
    }
  }

  /// The clock that answers grow old by, in nanoseconds.
  long now() {
    return nanos.getAsLong();
  }

  /// What is known without asking anybody.
  Optional<Answer> find(Question question) {
    return cache.find(question, now());
  }

  /// Whether a query is one of this forwarder's own that came back to it.
  boolean isOwn(Query query, Question question) {
    Pending same = pending.get(question);
    return same != null && same.id == query.id();
  }

  /// Asks; the client is told once, later, on another thread, or here and now when too many wait.
  void ask(Question question, Consumer<Answer> client) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      client.accept(failure(question));
      return;
    }
    Consumer<Answer> counted =
        answer -> {
          waiting.decrementAndGet();
          client.accept(answer);
        };
    while (true) {
      Pending mine = new Pending();
      mine.join(counted);
      Pending first = pending.putIfAbsent(question, mine);
      if (first == null) {
        start(question, mine);
        return;
      }
      if (first.join(counted)) {
        return;
      }
      pending.remove(question, first);
    }
  }

  private void start(Question question, Pending mine) {
    if (pending.size() > MOST_QUESTIONS) {
      end(question, mine, failure(question));
      return;
    }
    try {
      threads.execute(() -> run(question, mine));
    } catch (RejectedExecutionException closed) {
      end(question, mine, failure(question));
    }
  }

  private void run(Question question, Pending mine) {
    Answer answer = null;
    try {
      Answer asked = askAll(question, mine);
      cache.put(question, asked, now());
      answer = asked;
    } finally {
      end(question, mine, answer == null ? failure(question) : answer);
    }
  }

  private void end(Question question, Pending mine, Answer answer) {
    pending.remove(question, mine);
    for (Consumer<Answer> client : mine.end()) {
      try {
        client.accept(answer);
      } catch (RuntimeException e) {
        LOG.error("A client was not answered because of a defect", e);
      }
    }
  }

  private Answer failure(Question question) {
    return Answer.failure(record(question), now());
  }

  private static Record record(Question question) {
    try {
      return Record.newRecord(new Name(question.name().bytes()), question.type(), DClass.IN);
    } catch (IOException e) {
      throw new IllegalStateException("not a name: " + question.name(), e);
    }
  }

  private Answer askAll(Question question, Pending mine) {
    Record asked = record(question);
    long end = now() + PATIENCE_NANOS;
    Message refused = null;
    for (int round = 0; round < ROUNDS; round++) {
      for (Upstream server : upstreams.servers()) {
        long patience = Math.min(settings.upstreamTimeout().toNanos(), end - now());
        if (patience <= 0 || !server.isWorthAsking(now())) {
          continue;
        }
        Message said = exchange(server, asked, patience, mine);
        if (said != null && isFinal(said)) {
          return Answer.of(asked, said, now());
        }
        refused = said == null ? refused : said;
      }
      if (refused != null) {
        return Answer.of(asked, refused, now());
      }
    }
    return Answer.failure(asked, now());
  }

  private static boolean isFinal(Message said) {
    int code = said.getHeader().getRcode();
    return code == Rcode.NOERROR || code == Rcode.NXDOMAIN;
  }

  private @Nullable Message exchange(Upstream server, Record asked, long patience, Pending mine) {
    long start = now();
    try {
      Message query = query(asked, mine);
      query.addRecord(new OPTRecord(Query.LARGEST_DATAGRAM, 0, 0), Section.ADDITIONAL);
      Message said = new UpstreamExchange(server.address(), query, patience).run();
      int code = said.getHeader().getRcode();
      if (code == Rcode.FORMERR || code == Rcode.NOTIMP) {
        // Perhaps it does not know EDNS (RFC 6891, 6.2.2).
        said = new UpstreamExchange(server.address(), query(asked, mine), patience).run();
      }
      server.answered(now());
      return said;
    } catch (SocketTimeoutException e) {
      server.wasSilent(start, now());
    } catch (PortUnreachableException e) {
      server.isGone("has nobody listening", now());
    } catch (IOException e) {
      if (!threads.isShutdown()) {
        server.isGone("cannot be asked: " + e.getMessage(), now());
      }
    }
    return null;
  }

  private Message query(Record asked, Pending mine) {
    Message query = new Message(random.nextInt(0x10000));
    query.getHeader().setFlag(Flags.RD);
    query.addRecord(asked, Section.QUESTION);
    mine.id = query.getHeader().getID();
    return query;
  }

  /// How many questions are under way.
  int underWay() {
    return pending.size();
  }

  /// How many answers are kept.
  int kept() {
    return cache.size();
  }

  /// Ends all that is under way; who waits is told that it failed.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}

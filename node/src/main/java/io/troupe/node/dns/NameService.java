package io.troupe.node.dns;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;

/// Decides who answers a message: the zone, what is kept of upstream servers' answers, or those
/// servers themselves. Thread-safe; queries and replies belong to the caller's thread.
final class NameService {
  private final Zone zone;
  private final Forwarder forwarder;
  private final LongAdder own = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  NameService(Zone zone, Forwarder forwarder) {
    this.zone = zone;
    this.forwarder = forwarder;
  }

  /// How a client is answered.
  interface Client {
    /// How many bytes an answer may have.
    int limit(Query query);

    /// Takes an answer that comes later, on whatever thread brings it. Called once, at the moment
    /// the message came.
    Consumer<Reply> later();
  }

  /// Answers a message if that can be done now.
  ///
  /// @param query decodes into this
  /// @param reply writes into this
  /// @return whether the reply is to be sent; otherwise one comes later, or never
  boolean handle(byte[] message, int length, Query query, Reply reply, Client client) {
    switch (query.decode(message, length)) {
      case DROPPED -> {
        dropped.increment();
        return false;
      }
      case REFUSED -> refuse(query, query.refusal(), reply, client);
      case SOUND -> {
        return answer(query, reply, client);
      }
    }
    return true;
  }

  private void refuse(Query query, int code, Reply reply, Client client) {
    refused.increment();
    reply.begin(query, client.limit(query));
    reply.flag(Flags.RA);
    reply.rcode(code);
    reply.finish();
  }

  private boolean answer(Query query, Reply reply, Client client) {
    if (zone.answer(query, client.limit(query), reply)) {
      own.increment();
      reply.flag(Flags.RA);
      reply.finish();
      return true;
    }
    Question question = Question.of(query);
    if (!query.recursionDesired() || forwarder.isOwn(query, question)) {
      refuse(query, Rcode.REFUSED, reply, client);
      return true;
    }
    Optional<Answer> known = forwarder.find(question);
    if (known.isPresent()) {
      kept.increment();
      known.get().write(query, client.limit(query), reply, forwarder.now());
      return true;
    }
    forwarded.increment();
    forward(query.copy(), question, client);
    return false;
  }

  private void forward(Query query, Question question, Client client) {
    int limit = client.limit(query);
    Consumer<Reply> later = client.later();
    forwarder.ask(
        question,
        answer -> {
          Reply reply = new Reply();
          answer.write(query, limit, reply, forwarder.now());
          later.accept(reply);
        });
  }

  /// What has become of all messages so far.
  NameServer.Counts counts() {
    return new NameServer.Counts(
        own.sum(), kept.sum(), forwarded.sum(), refused.sum(), dropped.sum());
  }
}

package io.troupe.node.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What upstream servers have said to a question, encoded once so that it can be written for any
/// client who asks the same. Never changed.
final class Answer {
  /// Longest that an answer is kept, and that something is not there (RFC 2308, 5).
  private static final long LONGEST = TimeUnit.DAYS.toSeconds(1);

  private static final long LONGEST_NEGATIVE = TimeUnit.HOURS.toSeconds(1);

  private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

  private final int rcode;
  private final byte[] message;
  private final int[] ends;
  private final int[] ttls;
  private final int from;
  private final int answers;
  private final int authorities;
  private final long takenAt;
  private final long lifetime;

  private Answer(Message clean, long lifetime, long takenAt) {
    this.rcode = clean.getHeader().getRcode();
    this.message = clean.toWire(Reply.LARGEST);
    this.lifetime = lifetime;
    this.takenAt = takenAt;
    // Counted in the encoded bytes: what is too long for any message was left out of them.
    answers = number(6);
    authorities = number(8);
    int count = answers + authorities + number(10);
    ends = new int[count];
    ttls = new int[count];
    from = Query.afterName(message, Query.HEADER, message.length) + 4;
    int at = from;
    for (int i = 0; i < count; i++) {
      int body = Query.afterName(message, at, message.length);
      ttls[i] = body + 4;
      at = body + 10 + number(body + 8);
      ends[i] = at;
    }
  }

  /// Takes what a server has said.
  ///
  /// @param question whose name begins the message, whatever the server made of it
  /// @param now in nanoseconds of the clock that it is written by
  static Answer of(Record question, Message said, long now) {
    Message clean = new Message(0);
    clean.getHeader().setRcode(said.getHeader().getRcode());
    clean.addRecord(question, Section.QUESTION);
    for (int section : SECTIONS) {
      for (Record record : said.getSection(section)) {
        if (!(record instanceof OPTRecord)) {
          clean.addRecord(record, section);
        }
      }
    }
    return new Answer(clean, lifetime(said), now);
  }

  /// Says that nobody could be asked.
  static Answer failure(Record question, long now) {
    Message none = new Message(0);
    none.getHeader().setRcode(Rcode.SERVFAIL);
    none.addRecord(question, Section.QUESTION);
    return new Answer(none, 0, now);
  }

  /// How many seconds it may be kept: the least of its records' TTLs, or what the zone says about
  /// what is not there (RFC 2308, 5); 0 for errors.
  private static long lifetime(Message said) {
    int code = said.getHeader().getRcode();
    List<Record> answers = said.getSection(Section.ANSWER);
    List<Record> all = new ArrayList<>(answers);
    all.addAll(said.getSection(Section.AUTHORITY));
    long least = all.stream().mapToLong(Record::getTTL).min().orElse(0);
    if (code == Rcode.NOERROR && isComplete(said)) {
      return Math.min(least, LONGEST);
    }
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      return 0;
    }
    return said.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .mapToLong(soa -> Math.min(least, soa.getMinimum()))
        .map(seconds -> Math.min(seconds, LONGEST_NEGATIVE))
        .findFirst()
        .orElse(0);
  }

  /// Whether there is a record of the wanted type, and not only aliases that lead to none.
  private static boolean isComplete(Message said) {
    int wanted = said.getQuestion().getType();
    return said.getSection(Section.ANSWER).stream()
        .anyMatch(record -> record.getType() == wanted || wanted == Type.ANY);
  }

  boolean isCurrent(long now) {
    return now - takenAt < TimeUnit.SECONDS.toNanos(lifetime);
  }

  /// How many bytes it takes to keep.
  int size() {
    return message.length + 8 * ends.length;
  }

  /// Writes it for a client who asks the question, with the time that is left to each record.
  void write(Query query, int limit, Reply reply, long now) {
    reply.begin(query, limit);
    reply.flag(Flags.RA);
    reply.rcode(rcode);
    reply.addAll(message, from, ends, answers, authorities);
    int age = (int) Math.min(LONGEST, TimeUnit.NANOSECONDS.toSeconds(now - takenAt));
    for (int i = 0; i < ends.length && ends[i] <= reply.length(); i++) {
      reply.patch(ttls[i], Math.max(0, seconds(ttls[i]) - age));
    }
    reply.finish();
  }

  private int seconds(int at) {
    return Math.max(0, (number(at) << 16) | number(at + 2));
  }

  private int number(int at) {
    return ((message[at] & 0xFF) << 8) | (message[at + 1] & 0xFF);
  }
}

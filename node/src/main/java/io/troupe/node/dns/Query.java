package io.troupe.node.dns;

import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// A message from a client, decoded in place (RFC 1035, 4.1; RFC 6891). One object serves message
/// after message; it refers to the bytes it was given and belongs to one thread.
final class Query {
  /// What is to become of a message.
  enum Form {
    /// Too short for a header, or an answer itself: nobody is to be answered.
    DROPPED,
    /// Answered with [#refusal()], the question left out when it could not be read.
    REFUSED,
    /// A question that may be answered.
    SOUND
  }

  static final int HEADER = 12;

  /// What a client takes that says nothing (RFC 1035, 4.2.1).
  static final int SMALLEST = 512;

  /// The most that is sent in a datagram and asked for: it passes every link in one piece.
  static final int LARGEST_DATAGRAM = 1232;

  private static final int MOST_RECORDS = 16;
  private static final int FIRST_META_TYPE = 128;

  private final WireName name = WireName.blank();
  private byte[] bytes = new byte[0];
  private int questionEnd;
  private int type;
  private int refusal;
  private boolean edns;
  private boolean dnssecOk;
  private int size;

  /// Decodes the first `length` bytes.
  Form decode(byte[] message, int length) {
    bytes = message;
    questionEnd = HEADER;
    type = 0;
    edns = false;
    dnssecOk = false;
    size = SMALLEST;
    refusal = Rcode.NOERROR;
    if (length < HEADER || message[2] < 0) {
      return Form.DROPPED;
    }
    refusal = header();
    if (refusal == Rcode.NOERROR) {
      refusal = body(length);
    }
    return refusal == Rcode.NOERROR ? Form.SOUND : Form.REFUSED;
  }

  private int header() {
    if (((bytes[2] >> 3) & 15) != Opcode.QUERY) {
      return Rcode.NOTIMP;
    }
    boolean one = number(4) == 1;
    return one && number(6) + number(8) + number(10) <= MOST_RECORDS
        ? Rcode.NOERROR
        : Rcode.FORMERR;
  }

  private int body(int length) {
    int at = name.read(bytes, HEADER, length);
    if (at < 0 || at + 4 > length) {
      return Rcode.FORMERR;
    }
    type = number(at);
    int dclass = number(at + 2);
    questionEnd = at + 4;
    int verdict = records(length);
    if (verdict != Rcode.NOERROR) {
      return verdict;
    }
    if (dclass != DClass.IN || type == Type.AXFR || type == Type.IXFR) {
      return Rcode.REFUSED;
    }
    if (type == Type.OPT || (type >= FIRST_META_TYPE && type < Type.ANY)) {
      return Rcode.NOTIMP;
    }
    return Rcode.NOERROR;
  }

  private int records(int length) {
    int unsigned = number(6) + number(8);
    int count = unsigned + number(10);
    int at = questionEnd;
    int verdict = Rcode.NOERROR;
    for (int i = 0; i < count; i++) {
      int body = afterName(bytes, at, length);
      if (body < 0 || body + 10 > length || body + 10 + number(body + 8) > length) {
        return Rcode.FORMERR;
      }
      if (number(body) == Type.OPT) {
        if (edns || i < unsigned || bytes[at] != 0) {
          return Rcode.FORMERR;
        }
        verdict = options(body);
      }
      at = body + 10 + number(body + 8);
    }
    return at == length ? verdict : Rcode.FORMERR;
  }

  private int options(int body) {
    edns = true;
    size = Math.clamp(number(body + 2), SMALLEST, LARGEST_DATAGRAM);
    dnssecOk = bytes[body + 6] < 0;
    return bytes[body + 5] == 0 ? Rcode.NOERROR : Rcode.BADVERS;
  }

  /// The offset after a name, compressed or not; -1 when it has no end.
  static int afterName(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      int label = bytes[at] & 0xFF;
      if (label == 0) {
        return at + 1;
      }
      if (label >= 0xC0) {
        return at + 2;
      }
      if (label > 63) {
        return -1;
      }
      at += label + 1;
    }
    return -1;
  }

  private int number(int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }

  /// A query of its own with the same question, for an answer that comes later.
  Query copy() {
    Query copy = new Query();
    copy.name.read(bytes, HEADER, questionEnd);
    copy.bytes = Arrays.copyOf(bytes, questionEnd);
    copy.questionEnd = questionEnd;
    copy.type = type;
    copy.refusal = refusal;
    copy.edns = edns;
    copy.dnssecOk = dnssecOk;
    copy.size = size;
    return copy;
  }

  int id() {
    return number(0);
  }

  /// Why it is refused: a response code, extended ones too.
  int refusal() {
    return refusal;
  }

  WireName name() {
    return name;
  }

  int type() {
    return type;
  }

  /// The bytes from the header on, as they came; the question ends at [#questionEnd()].
  byte[] bytes() {
    return bytes;
  }

  int questionEnd() {
    return questionEnd;
  }

  boolean recursionDesired() {
    return (bytes[2] & 1) != 0;
  }

  /// Whether it speaks EDNS and so is answered in it.
  boolean edns() {
    return edns;
  }

  boolean dnssecOk() {
    return dnssecOk;
  }

  /// How many bytes a datagram to this client may have.
  int size() {
    return size;
  }
}

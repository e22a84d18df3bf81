package io.troupe.node.dns;

import java.util.Arrays;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// An answer under construction, in bytes of its own that are used again and again; for one thread
/// at a time. Begin, add records section by section, finish.
final class Reply {
  /// The parts of a message that records stand in, in order.
  enum Part {
    ANSWER(6),
    AUTHORITY(8),
    ADDITIONAL(10);

    private final int count;

    Part(int count) {
      this.count = count;
    }
  }

  static final int LARGEST = 65535;
  private static final int OPT_SIZE = 11;

  /// The flag of a header that every answer repeats (RFC 4035, 3.2.2).
  private static final int CHECKING_DISABLED = 0x10;

  private byte[] bytes = new byte[Query.LARGEST_DATAGRAM];
  private int length;
  private int limit;
  private int rcode;
  private boolean edns;
  private boolean dnssecOk;

  /// Begins an answer: the client's id, its question in its own case, no records.
  ///
  /// @param limit how many bytes the whole may have
  void begin(Query query, int limit) {
    this.limit = limit;
    edns = query.edns();
    dnssecOk = query.dnssecOk();
    rcode = Rcode.NOERROR;
    length = query.questionEnd();
    System.arraycopy(query.bytes(), 0, bytes, 0, length);
    bytes[2] = (byte) ((bytes[2] & 0x79) | 0x80);
    bytes[3] = (byte) (bytes[3] & CHECKING_DISABLED);
    put(4, length > Query.HEADER ? 1 : 0);
    put(6, 0);
    put(8, 0);
    put(10, 0);
  }

  void rcode(int code) {
    rcode = code;
  }

  /// Sets a flag of the header: AA, TC, RA.
  void flag(int flag) {
    int bit = 15 - flag;
    bytes[bit >= 8 ? 2 : 3] |= (byte) (1 << (bit & 7));
  }

  /// Adds a record that begins with a pointer to the question's name, or with its own name.
  ///
  /// @return false when there is no room for it
  boolean add(Part part, byte[] record) {
    if (!fits(record.length)) {
      return false;
    }
    System.arraycopy(record, 0, bytes, length, record.length);
    length += record.length;
    put(part.count, number(part.count) + 1);
    return true;
  }

  /// Adds a record of a name that the question's name ends with.
  ///
  /// @param owner how long that name is
  /// @param body the record without its name
  boolean addAbove(Part part, int owner, byte[] body) {
    if (!fits(body.length + 2)) {
      return false;
    }
    put(length, 0xC000 | (questionName() - owner));
    System.arraycopy(body, 0, bytes, length + 2, body.length);
    length += body.length + 2;
    put(part.count, number(part.count) + 1);
    return true;
  }

  private int questionName() {
    int at = Query.HEADER;
    while (bytes[at] != 0) {
      at += bytes[at] + 1;
    }
    return at + 1;
  }

  /// Takes the records of a message that begins with the same question, as many as there is room
  /// for in whole; says by TC when some are missing.
  ///
  /// @param ends where each of its records ends
  /// @param answers how many of them are answers
  /// @param authorities how many of them are authorities, after the answers
  void addAll(byte[] message, int from, int[] ends, int answers, int authorities) {
    int whole = ends.length;
    while (whole > 0 && !fits(ends[whole - 1] - from)) {
      whole--;
    }
    if (whole < Math.min(ends.length, answers + authorities)) {
      flag(Flags.TC);
    }
    if (whole == 0) {
      return;
    }
    int size = ends[whole - 1] - from;
    System.arraycopy(message, from, bytes, length, size);
    length += size;
    put(6, Math.min(whole, answers));
    put(8, Math.clamp(whole - answers, 0, authorities));
    put(10, Math.max(0, whole - answers - authorities));
  }

  private boolean fits(int more) {
    int needed = length + more + (edns ? OPT_SIZE : 0);
    if (needed > limit) {
      return false;
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(LARGEST, Math.max(needed, 2 * bytes.length)));
    }
    return true;
  }

  /// Writes the response code, and EDNS when the client speaks it; then the answer is whole.
  void finish() {
    bytes[3] |= (byte) (rcode & 15);
    if (!edns) {
      return;
    }
    Arrays.fill(bytes, length, length + OPT_SIZE, (byte) 0);
    put(length + 1, Type.OPT);
    put(length + 3, Query.LARGEST_DATAGRAM);
    bytes[length + 5] = (byte) (rcode >> 4);
    bytes[length + 7] = (byte) (dnssecOk ? 0x80 : 0);
    length += OPT_SIZE;
    put(10, number(10) + 1);
  }

  private void put(int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private int number(int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }

  /// The bytes; only the first [#length()] are the answer.
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Writes a number of four bytes at an offset, as a record's TTL is one.
  void patch(int at, int value) {
    put(at, value >>> 16);
    put(at + 2, value);
  }
}

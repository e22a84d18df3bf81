package io.troupe.node.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.xbill.DNS.Flags;

/// The records of one type that a name has, encoded once and copied into every answer. Never
/// changed.
final class RecordSet {
  private final int type;
  private final byte[][] records;
  private final byte[][] extra;

  /// @param extra what helps with each of the records; may be shorter than they
  RecordSet(int type, List<byte[]> records, List<byte[]> extra) {
    this.type = type;
    this.records = records.toArray(byte[][]::new);
    this.extra = extra.toArray(byte[][]::new);
  }

  static RecordSet of(int type, byte[] record) {
    return new RecordSet(type, List.of(record), List.of());
  }

  int type() {
    return type;
  }

  /// Both together.
  RecordSet with(RecordSet other) {
    List<byte[]> all = new ArrayList<>(List.of(records));
    all.addAll(List.of(other.records));
    List<byte[]> helpful = new ArrayList<>(List.of(extra));
    helpful.addAll(List.of(other.extra));
    return new RecordSet(type, all, helpful);
  }

  /// Writes all of them, beginning anywhere, so that callers who take the first one are spread.
  /// When there is no room for all, the answer says so by TC and has those there is room for.
  void write(Reply reply) {
    int count = records.length;
    int first = count > 1 ? ThreadLocalRandom.current().nextInt(count) : 0;
    for (int i = 0; i < count; i++) {
      if (!reply.add(Reply.Part.ANSWER, records[(first + i) % count])) {
        reply.flag(Flags.TC);
        return;
      }
    }
    for (int i = 0; i < extra.length; i++) {
      if (!reply.add(Reply.Part.ADDITIONAL, extra[(first + i) % extra.length])) {
        return;
      }
    }
  }
}

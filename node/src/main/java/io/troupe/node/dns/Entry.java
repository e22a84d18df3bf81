package io.troupe.node.dns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// What there is at a name, which may be nothing when only names below it have records. Never
/// changed.
final class Entry {
  private final Apex apex;
  private final boolean isApex;
  private final RecordSet[] sets;
  private final byte[] anything;

  /// @param sets several of one type are answered together
  /// @param anything the answer to a question for all types
  Entry(Apex apex, boolean isApex, List<RecordSet> sets, byte[] anything) {
    this.apex = apex;
    this.isApex = isApex;
    this.sets = merged(sets);
    this.anything = anything;
  }

  private static RecordSet[] merged(List<RecordSet> sets) {
    List<RecordSet> merged = new ArrayList<>();
    for (RecordSet set : sets) {
      int at = 0;
      while (at < merged.size() && merged.get(at).type() != set.type()) {
        at++;
      }
      if (at < merged.size()) {
        merged.set(at, merged.get(at).with(set));
      } else {
        merged.add(set);
      }
    }
    return merged.toArray(RecordSet[]::new);
  }

  Apex apex() {
    return apex;
  }

  /// Writes the records of a type, or that there are none.
  void write(int type, Reply reply) {
    if (type == Type.ANY && (isApex || sets.length > 0)) {
      reply.add(Reply.Part.ANSWER, anything);
      return;
    }
    if (type == Type.SOA && isApex) {
      apex.write(reply);
      return;
    }
    RecordSet set = find(type);
    if (set == null) {
      apex.noData(reply);
    } else {
      set.write(reply);
    }
  }

  private @Nullable RecordSet find(int type) {
    for (RecordSet set : sets) {
      if (set.type() == type) {
        return set;
      }
    }
    return null;
  }
}

package io.troupe.persistence.cassandra;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How often the database keeps everything, as an operator says it: `3`, or `east:3,west:2` for a
/// database of several datacenters.
public final class Replication {
  private static final Pattern FACTOR = Pattern.compile("[1-9][0-9]?");
  private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9_.-]+");

  private Replication() {}

  /// The same in CQL.
  ///
  /// @param datacenter the one that a bare number is for
  /// @throws IllegalArgumentException when it is neither form
  public static String cql(String text, String datacenter) {
    String full = FACTOR.matcher(text).matches() ? datacenter + ":" + text : text;
    return Arrays.stream(full.split(",", -1))
        .map(part -> part(part, text))
        .collect(Collectors.joining(", ", "{'class': 'NetworkTopologyStrategy', ", "}"));
  }

  private static String part(String part, String text) {
    int colon = part.lastIndexOf(':');
    String datacenter = part.substring(0, Math.max(0, colon)).strip();
    String factor = part.substring(colon + 1).strip();
    if (!DATACENTER.matcher(datacenter).matches() || !FACTOR.matcher(factor).matches()) {
      throw new IllegalArgumentException(
          "`" + text + "` is no replication: write 3, or east:3,west:2");
    }
    return "'" + datacenter + "': " + factor;
  }
}

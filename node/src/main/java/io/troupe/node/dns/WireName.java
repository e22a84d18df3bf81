package io.troupe.node.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A name as it stands in a message (RFC 1035, 3.1: labels with their lengths, ended by the root's
/// empty one), in lower case, so that two that differ in case only are equal (RFC 4343). One that a
/// decoder reads into is changed by each message; those that are keys never change.
final class WireName {
  static final int LONGEST = 255;
  private static final int LONGEST_LABEL = 63;

  private final byte[] bytes;
  private int length;
  private int hash;

  private WireName(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
    this.hash = hash(bytes, length);
  }

  /// One to [#read] into.
  static WireName blank() {
    return new WireName(new byte[LONGEST], 0);
  }

  static WireName of(Name name) {
    byte[] wire = name.toWireCanonical();
    return new WireName(wire, wire.length);
  }

  /// This name with one label more before it, or null when DNS cannot say it: an empty label, one
  /// of more than 63 bytes, or a name of more than 255.
  @Nullable WireName child(String label) {
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    if (text.length == 0 || text.length > LONGEST_LABEL || text.length + 1 + length > LONGEST) {
      return null;
    }
    byte[] all = new byte[text.length + 1 + length];
    all[0] = (byte) text.length;
    for (int i = 0; i < text.length; i++) {
      all[i + 1] = lower(text[i]);
    }
    System.arraycopy(bytes, 0, all, text.length + 1, length);
    return new WireName(all, all.length);
  }

  /// The name without its first label; of the root there is none.
  @Nullable WireName parent() {
    if (length <= 1) {
      return null;
    }
    int skipped = bytes[0] + 1;
    byte[] rest = new byte[length - skipped];
    System.arraycopy(bytes, skipped, rest, 0, rest.length);
    return new WireName(rest, rest.length);
  }

  /// A copy that does not change.
  WireName copy() {
    return new WireName(bytes(), length);
  }

  /// Takes the name that begins at an offset of a message. A question's name has no compression.
  ///
  /// @return the offset after it, or -1 when there is no whole and valid name
  int read(byte[] message, int from, int end) {
    int at = from;
    int sum = 0;
    int into = 0;
    while (at < end) {
      int label = message[at];
      if (label < 0 || label > LONGEST_LABEL || (label != 0 && into + label + 2 > LONGEST)) {
        return -1;
      }
      int next = at + label + 1;
      if (next > end) {
        return -1;
      }
      for (; at < next; at++) {
        byte one = lower(message[at]);
        bytes[into++] = one;
        sum = 31 * sum + one;
      }
      if (label == 0) {
        length = into;
        hash = sum;
        return at;
      }
    }
    return -1;
  }

  /// Lengths are below 64 and so no letters: a whole name may be turned to lower case bytewise.
  private static byte lower(byte one) {
    return one >= 'A' && one <= 'Z' ? (byte) (one | 0x20) : one;
  }

  private static int hash(byte[] bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum = 31 * sum + bytes[i];
    }
    return sum;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, 0, copy, 0, length);
    return copy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WireName name
        && name.hash == hash
        && Arrays.equals(bytes, 0, length, name.bytes, 0, name.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// As people write it, with the final dot: `web.demo.lb.local.`
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < length - 1; at += bytes[at] + 1) {
      text.append(new String(bytes, at + 1, bytes[at], StandardCharsets.UTF_8)).append('.');
    }
    return text.isEmpty() ? "." : text.toString();
  }
}

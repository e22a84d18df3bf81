package io.troupe.netlink.nftables;

import java.nio.charset.StandardCharsets;

/// The kernel's rule for names of tables, chains and sets (`NFT_NAME_MAXLEN`, less the zero).
final class Names {
  private static final int LONGEST = 255;

  private Names() {}

  static void require(String what, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LONGEST) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name a " + what + ": use 1 to " + LONGEST + " bytes");
    }
  }
}

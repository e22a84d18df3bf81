package io.troupe.netlink.route;

import io.troupe.netlink.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/// A link to be made: what is not given the kernel chooses. `master` is the index of a bridge.
public record LinkSpec(
    String name,
    LinkKind kind,
    OptionalInt mtu,
    Optional<MacAddress> mac,
    OptionalInt master,
    boolean up) {
  private static final int LONGEST_NAME = 15;

  public LinkSpec {
    requireName(name);
  }

  public static LinkSpec of(String name, LinkKind kind) {
    return new LinkSpec(
        name, kind, OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), false);
  }

  public LinkSpec withMtu(int bytes) {
    return new LinkSpec(name, kind, OptionalInt.of(bytes), mac, master, up);
  }

  public LinkSpec withMac(MacAddress address) {
    return new LinkSpec(name, kind, mtu, Optional.of(address), master, up);
  }

  public LinkSpec withMaster(int index) {
    return new LinkSpec(name, kind, mtu, mac, OptionalInt.of(index), up);
  }

  /// The same, set up as soon as it is made.
  public LinkSpec withUp() {
    return new LinkSpec(name, kind, mtu, mac, master, true);
  }

  /// The kernel's rule for names (`dev_valid_name`): at most 15 bytes, without `/`, `:` and blanks.
  static void requireName(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    boolean plain =
        name.chars().noneMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c) || c == 0);
    if (length == 0 || length > LONGEST_NAME || !plain || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot name a link: use 1 to "
              + LONGEST_NAME
              + " bytes without '/', ':' and blanks");
    }
  }
}

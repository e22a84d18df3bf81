package io.troupe.netlink.route;

import io.troupe.netlink.IpPrefix;
import java.util.Optional;
import java.util.OptionalInt;

/// A policy rule: which packets look up which routing table, tried in the order of `priority`.
///
/// Links are matched by name, for a rule may wait for a link that comes later. `mark` is compared
/// under `markMask`. `suppressPrefixLength` ignores a found route that is no longer than that.
public record Rule(
    Family family,
    OptionalInt priority,
    Optional<IpPrefix> from,
    Optional<IpPrefix> to,
    String inLink,
    String outLink,
    OptionalInt mark,
    int markMask,
    boolean inverted,
    Action action,
    int table,
    OptionalInt suppressPrefixLength)
    implements NetworkObject {

  /// `FR_ACT_*` of `linux/fib_rules.h`.
  public enum Action {
    UNSPECIFIED(0),
    LOOK_UP(1),
    BLACKHOLE(6),
    UNREACHABLE(7),
    PROHIBIT(8);

    private final int number;

    Action(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Action of(int number) {
      for (Action action : values()) {
        if (action.number == number) {
          return action;
        }
      }
      return UNSPECIFIED;
    }
  }

  /// A rule that sends all packets of `family` to `table`; the kernel chooses the priority.
  public static Rule toTable(Family family, int table) {
    return new Rule(
        family,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        OptionalInt.empty(),
        -1,
        false,
        Action.LOOK_UP,
        table,
        OptionalInt.empty());
  }

  public Rule withPriority(int number) {
    return new Rule(
        family,
        OptionalInt.of(number),
        from,
        to,
        inLink,
        outLink,
        mark,
        markMask,
        inverted,
        action,
        table,
        suppressPrefixLength);
  }

  public Rule from(IpPrefix prefix) {
    return new Rule(
        family,
        priority,
        Optional.of(prefix),
        to,
        inLink,
        outLink,
        mark,
        markMask,
        inverted,
        action,
        table,
        suppressPrefixLength);
  }

  public Rule to(IpPrefix prefix) {
    return new Rule(
        family,
        priority,
        from,
        Optional.of(prefix),
        inLink,
        outLink,
        mark,
        markMask,
        inverted,
        action,
        table,
        suppressPrefixLength);
  }

  public Rule inBy(String link) {
    return new Rule(
        family,
        priority,
        from,
        to,
        link,
        outLink,
        mark,
        markMask,
        inverted,
        action,
        table,
        suppressPrefixLength);
  }

  public Rule outBy(String link) {
    return new Rule(
        family,
        priority,
        from,
        to,
        inLink,
        link,
        mark,
        markMask,
        inverted,
        action,
        table,
        suppressPrefixLength);
  }

  public Rule withMark(int value, int mask) {
    return new Rule(
        family,
        priority,
        from,
        to,
        inLink,
        outLink,
        OptionalInt.of(value),
        mask,
        inverted,
        action,
        table,
        suppressPrefixLength);
  }

  /// The same for the packets that do *not* match.
  public Rule not() {
    return new Rule(
        family,
        priority,
        from,
        to,
        inLink,
        outLink,
        mark,
        markMask,
        !inverted,
        action,
        table,
        suppressPrefixLength);
  }

  public Rule withAction(Action what) {
    return new Rule(
        family,
        priority,
        from,
        to,
        inLink,
        outLink,
        mark,
        markMask,
        inverted,
        what,
        table,
        suppressPrefixLength);
  }

  public Rule suppressing(int prefixLength) {
    return new Rule(
        family,
        priority,
        from,
        to,
        inLink,
        outLink,
        mark,
        markMask,
        inverted,
        action,
        table,
        OptionalInt.of(prefixLength));
  }
}

package io.troupe.netlink.route;

/// How far an address or a route reaches; `RT_SCOPE_*` of `linux/rtnetlink.h`.
public enum Scope {
  UNIVERSE(0),
  SITE(200),
  LINK(253),
  HOST(254),
  NOWHERE(255);

  private final int number;

  Scope(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Scope of(int number) {
    for (Scope scope : values()) {
      if (scope.number == number) {
        return scope;
      }
    }
    return UNIVERSE;
  }
}

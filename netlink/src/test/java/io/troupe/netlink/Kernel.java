package io.troupe.netlink;

/// Which kernel a test talks to: a test that takes one runs with both.
public enum Kernel {
  /// The bytes that a real kernel answered once, in `src/test/resources/conversations`. What is
  /// sent must be what was sent then.
  RECORDED,

  /// The kernel this machine runs, in a fresh namespace. With the system property
  /// `netlink.record=DIRECTORY` the conversation is written there.
  LIVE;

  /// A fresh network for the conversation `name`.
  public TestNetwork network(String name) {
    return this == RECORDED ? TestNetwork.recorded(name) : TestNetwork.live(name);
  }
}

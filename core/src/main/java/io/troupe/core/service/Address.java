package io.troupe.core.service;

import io.troupe.core.network.Ipv4;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service's own address, at which it can be called from every node.
///
/// @param ip absent while it has none
/// @param problem why it has none, or not the one it is to have; empty while all is well
/// @param asked whether the service has said anew which one it wants, and the pool may have given
///   it another one meanwhile
/// @param returned the generation that gave it back, upon which nobody calls it any more; 0 while
///   the service keeps it
public record Address(@Nullable Ipv4 ip, String problem, boolean asked, long returned) {
  /// None, and nothing wrong with that.
  public static final Address NONE = new Address(null, "", false, 0);

  /// One that the pool has given.
  public static Address of(Ipv4 ip) {
    return new Address(ip, "", false, 0);
  }

  /// What a state that was stored before there were addresses means.
  static Address orNone(@Nullable Address stored) {
    return stored == null ? NONE : stored;
  }

  /// The address; empty while it has none.
  public Optional<Ipv4> find() {
    return Optional.ofNullable(ip);
  }

  /// The address at which it is called.
  public Optional<Ipv4> called() {
    return returned > 0 ? Optional.empty() : find();
  }

  /// The same, and why it is not as it should be.
  Address missing(String why) {
    return new Address(ip, why, asked, returned);
  }

  /// What becomes of it when the service is to be reached otherwise than before.
  Address turned(Network before, Network now, long generation) {
    if (ip == null || returned > 0) {
      return this;
    }
    return now.isAddressed()
        ? new Address(ip, problem, asked || !before.ip().equals(now.ip()), 0)
        : new Address(ip, "", false, generation);
  }
}

package io.troupe.actors.cluster;

import io.troupe.core.Ref;
import java.util.Collection;

/// Which of several members has a resource's business, by rendezvous: each member's claim to it is
/// a hash of both, and the highest claim wins. All who see the same members agree, and when one
/// goes, only its own share is dealt out.
public final class Share {
  private Share() {}

  /// Whether this member has it.
  public static boolean isMine(Ref resource, String self, Collection<String> members) {
    long mine = claim(resource, self);
    return members.stream()
        .noneMatch(other ->
            !other.equals(self)
                && (claim(resource, other) > mine
                    || (claim(resource, other) == mine && other.compareTo(self) < 0)));
  }

  private static long claim(Ref resource, String member) {
    long hash = 31L * resource.toString().hashCode() + member.hashCode();
    // the finish of splitmix64, so that similar names are far apart
    hash += 0x9E3779B97F4A7C15L;
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}

package io.troupe.http.cluster;

import io.troupe.actors.ControlPlane.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process that belongs to the cluster.
public record MemberView(
    String name,
    String address,
    List<String> roles,
    String status,
    String version,
    @Nullable String since) {
  static MemberView of(Member member) {
    return new MemberView(
        member.name(),
        member.address(),
        member.roles(),
        member.status(),
        member.version(),
        member.since().map(Object::toString).orElse(null));
  }
}

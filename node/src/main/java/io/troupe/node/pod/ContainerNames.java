package io.troupe.node.pod;

import io.troupe.core.Ref;
import io.troupe.core.template.Fingerprint;

/// Names of containers at the runtime: `troupe_<pod link>_<container>` with `_` for `:`, as
/// `troupe_demo_web_d_v1_3f2a9c1_nginx`. Since a part may hold `_` itself, two pods could come to
/// one such name; eight digits of the fingerprint of pod and container at the end keep them apart.
/// The name is the same each time, so the runtime itself refuses a second container.
public final class ContainerNames {
  private static final int FINGERPRINT_DIGITS = 8;

  /// What the parts may take of it; the longest name that all tools show in full.
  private static final int LONGEST = 200;

  private ContainerNames() {}

  /// The name of a pod's container.
  public static String of(Ref pod, String container) {
    String readable = ("troupe_" + pod.link() + "_" + container).replaceAll("[^a-zA-Z0-9.-]", "_");
    String cut = readable.length() > LONGEST ? readable.substring(0, LONGEST) : readable;
    String digits = Fingerprint.of(java.util.List.of(pod.link(), container));
    return cut + "_" + digits.substring(0, FINGERPRINT_DIGITS);
  }
}

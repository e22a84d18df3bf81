package io.troupe.node.pod;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the pods of a node learn how they get into its network. It may become known later than the
/// pods are; new ones wait for it. Thread-safe.
public final class PodAttachments {
  private @Nullable PodAttachment current;

  private PodAttachments(@Nullable PodAttachment current) {
    this.current = current;
  }

  /// Pods stand on the container runtime's default network, from the start.
  ///
  /// @param dns name servers for containers that name none
  public static PodAttachments ofRuntime(List<String> dns) {
    return new PodAttachments(PodAttachment.ofRuntime(dns));
  }

  /// Pods wait until [#attach].
  public static PodAttachments awaited() {
    return new PodAttachments(null);
  }

  /// Lets pods come, those that wait and those that are created from now on.
  public synchronized void attach(PodAttachment attachment) {
    current = attachment;
    notifyAll();
  }

  /// How pods are attached now, empty while that is not known.
  public synchronized Optional<PodAttachment> find() {
    return Optional.ofNullable(current);
  }

  /// How pods are attached, waiting for it.
  synchronized PodAttachment await() throws InterruptedException {
    while (current == null) {
      wait();
    }
    return current;
  }
}

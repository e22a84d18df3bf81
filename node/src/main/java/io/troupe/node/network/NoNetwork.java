package io.troupe.node.network;

/// Leaves pods on the container engine's default network, and the kernel as it is.
public final class NoNetwork implements PodNetwork {
  @Override
  public String type() {
    return "none";
  }

  @Override
  public Attachment apply(NetworkPlan plan) {
    return new Attachment("", 0);
  }

  @Override
  public void close() {
    // nothing is held
  }
}

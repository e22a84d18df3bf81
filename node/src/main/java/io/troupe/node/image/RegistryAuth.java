package io.troupe.node.image;

/// User and password for a registry. Its text form never shows them.
public record RegistryAuth(String username, String password) {
  @Override
  public String toString() {
    return "RegistryAuth[***]";
  }
}

package io.troupe.core.template;

/// When a node pulls an image: before every start of a pod, only when the node has none, or never.
public enum PullPolicy {
  ALWAYS,
  MISSING,
  NEVER
}

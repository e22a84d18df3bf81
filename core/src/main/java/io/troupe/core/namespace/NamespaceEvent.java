package io.troupe.core.namespace;

import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.template.Limits;

/// What has happened to a namespace.
public sealed interface NamespaceEvent extends Event {
  /// It exists.
  record NamespaceCreated(NamespaceSpec spec) implements NamespaceEvent {}

  /// A user has changed it.
  record NamespaceChanged(NamespaceSpec spec) implements NamespaceEvent {}

  /// A resource may live here and use so much.
  record ChildAdmitted(Ref child, Grant grant) implements NamespaceEvent {}

  /// The child has its grant.
  record GrantConfirmed(Ref child) implements NamespaceEvent {}

  /// A resource is gone, and what it used is free again.
  record ChildDismissed(Ref child) implements NamespaceEvent {}

  /// It is gone.
  record NamespaceRemoved() implements NamespaceEvent {}

  /// What a child was granted.
  ///
  /// @param limitsDefaulted whether missing limits were filled in
  /// @param confirmed whether the child is known to have it
  record Grant(long generation, Limits amount, boolean limitsDefaulted, boolean confirmed) {}
}

package io.troupe.core.namespace;

import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.core.template.Limits;
import java.util.List;

/// What a namespace can be told.
public sealed interface NamespaceCommand extends Command {
  /// From a user: exist. Refused when it does.
  record Create(NamespacePatch patch) implements NamespaceCommand {}

  /// From a user: change. Refused when it does not exist.
  record Update(NamespacePatch patch) implements NamespaceCommand {}

  /// From a user: end. Refused while it holds anything.
  record Remove() implements NamespaceCommand {}

  /// From a resource that wants to live here, or to change its size: grant this. A child asks again
  /// with a higher generation to replace what it was granted. Accepted with the note
  /// [NamespaceDecider#LIMITS_DEFAULTED] when limits were filled in.
  ///
  /// @param containers the limits of each container of one replica
  /// @param held whether the child runs with this already and only says so again, as after a grant
  ///   that it has no more use for: then it is not for the quota to refuse
  record Admit(Ref child, long generation, List<Limits> containers, int replicas, boolean held)
      implements NamespaceCommand {
    public Admit {
      containers = List.copyOf(containers);
    }

    /// One that asks for something new.
    public Admit(Ref child, long generation, List<Limits> containers, int replicas) {
      this(child, generation, containers, replicas, false);
    }
  }

  /// To itself: the child has its grant of this generation.
  record ConfirmGrant(Ref child, long generation) implements NamespaceCommand {}

  /// From a resource that is gone: strike me off.
  ///
  /// @param generation its last generation; an older grant is struck off, a newer one stays
  record Dismiss(Ref child, long generation) implements NamespaceCommand {}
}

package io.troupe.http.view;

import io.troupe.actors.view.View;
import io.troupe.core.Ref;
import java.util.Optional;

/// All resources at one moment, now or in the past.
@FunctionalInterface
public interface Picture {
  /// A living resource.
  Optional<View.Item> find(Ref resource);
}

/// Which storage this process uses: `troupe.storage` names one of those that
/// [io.troupe.persistence.storage.Storage] knows, and everybody else sees only the
/// [io.troupe.persistence.history.EventStore].
@NullMarked
package io.troupe.persistence.storage;

import org.jspecify.annotations.NullMarked;

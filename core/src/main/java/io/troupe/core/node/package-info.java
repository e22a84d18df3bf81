/// The node: a machine's capacity, its ledger of reservations, and its liveness.
@NullMarked
package io.troupe.core.node;

import org.jspecify.annotations.NullMarked;

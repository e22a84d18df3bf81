/// The way into the control plane. Those outside this module hold a [io.troupe.actors.ControlPlane]
/// and know nothing of entities, shards or mailboxes.
@NullMarked
package io.troupe.actors;

import org.jspecify.annotations.NullMarked;

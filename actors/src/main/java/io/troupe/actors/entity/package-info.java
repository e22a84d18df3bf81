/// The one entity that turns any decider into a persistent sharded actor: it batches commands,
/// stores their events, answers, and sends what the state owes until it is no longer owed.
@NullMarked
package io.troupe.actors.entity;

import org.jspecify.annotations.NullMarked;

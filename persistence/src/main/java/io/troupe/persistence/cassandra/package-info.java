/// The journal of a cluster: Akka's plugin for Cassandra does the writing and the recovery of
/// actors; this package creates the tables, reads the history from them, and keeps the live feed of
/// each control member complete, although Cassandra knows no order of all events.
@NullMarked
package io.troupe.persistence.cassandra;

import org.jspecify.annotations.NullMarked;

/// The embedded journal: Akka's events and snapshots and the history queries, in one SQLite file.
///
/// [io.troupe.persistence.sqlite.SqliteStore] owns the file for one actor system. All writing goes
/// through the one thread of [io.troupe.persistence.sqlite.Writer], which takes everything that has
/// queued up into one transaction; reading goes through [io.troupe.persistence.sqlite.Readers].
@NullMarked
package io.troupe.persistence.sqlite;

import org.jspecify.annotations.NullMarked;

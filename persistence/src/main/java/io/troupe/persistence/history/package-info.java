/// The log as its readers see it: what happened to one resource, who did what, everything in order,
/// and what happens next. [io.troupe.persistence.history.EventLog] is the way in; the storage
/// behind it implements it.
@NullMarked
package io.troupe.persistence.history;

import org.jspecify.annotations.NullMarked;

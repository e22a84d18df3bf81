/// Questions to the log: the audit, the history and replay of one resource, and why something is as
/// it is.
@NullMarked
package io.troupe.http.history;

import org.jspecify.annotations.NullMarked;

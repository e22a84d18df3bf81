/// The log as it grows, as server-sent events.
@NullMarked
package io.troupe.http.watch;

import org.jspecify.annotations.NullMarked;

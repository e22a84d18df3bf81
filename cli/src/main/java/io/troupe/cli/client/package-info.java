/// The client's side of the API: one HTTP connection, the event stream, names of resources, saved
/// contexts. It knows nothing of how things are printed.
@NullMarked
package io.troupe.cli.client;

import org.jspecify.annotations.NullMarked;

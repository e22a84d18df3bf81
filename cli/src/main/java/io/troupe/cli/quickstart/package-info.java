/// From a bare machine to a running service: a Docker engine, a small image made here, the
/// platform, and the example applied to it.
@NullMarked
package io.troupe.cli.quickstart;

import org.jspecify.annotations.NullMarked;

/// The drivers for the Docker Engine.
@NullMarked
package io.troupe.node.docker;

import org.jspecify.annotations.NullMarked;

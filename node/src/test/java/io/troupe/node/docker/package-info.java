/// Tests of the Docker drivers against a real engine.
@NullMarked
package io.troupe.node.docker;

import org.jspecify.annotations.NullMarked;

/// Tests of the package of this name.
@NullMarked
package io.troupe.cli.client;

import org.jspecify.annotations.NullMarked;

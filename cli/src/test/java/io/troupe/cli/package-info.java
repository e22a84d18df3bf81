/// Tests of the package of this name.
@NullMarked
package io.troupe.cli;

import org.jspecify.annotations.NullMarked;

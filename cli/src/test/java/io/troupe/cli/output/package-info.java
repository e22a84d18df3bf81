/// Tests of the package of this name.
@NullMarked
package io.troupe.cli.output;

import org.jspecify.annotations.NullMarked;

/// Tests of the package of this name.
@NullMarked
package io.troupe.cli.quickstart;

import org.jspecify.annotations.NullMarked;

/// Tests of the package of this name.
@NullMarked
package io.troupe.cli.platform;

import org.jspecify.annotations.NullMarked;

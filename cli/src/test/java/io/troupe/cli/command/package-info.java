/// Tests of the package of this name.
@NullMarked
package io.troupe.cli.command;

import org.jspecify.annotations.NullMarked;

/// The `troupe` command: its entry point and the list of its subcommands.
@NullMarked
package io.troupe.cli;

import org.jspecify.annotations.NullMarked;

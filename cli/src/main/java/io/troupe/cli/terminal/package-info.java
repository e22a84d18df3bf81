/// What surrounds a command: the terminal it prints to, its environment, how it fails and exits.
@NullMarked
package io.troupe.cli.terminal;

import org.jspecify.annotations.NullMarked;

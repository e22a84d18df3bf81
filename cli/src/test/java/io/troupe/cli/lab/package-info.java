/// The lab's plans and commands, without making one.
@NullMarked
package io.troupe.cli.lab;

import org.jspecify.annotations.NullMarked;

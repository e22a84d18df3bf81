/// How answers look: tables by kind, JSON and YAML, ages, event lines, live progress.
@NullMarked
package io.troupe.cli.output;

import org.jspecify.annotations.NullMarked;

/// The platform in one process: all roles together on the embedded journal, its data directory with
/// lock, process file and log, and starting and stopping it.
@NullMarked
package io.troupe.cli.platform;

import org.jspecify.annotations.NullMarked;

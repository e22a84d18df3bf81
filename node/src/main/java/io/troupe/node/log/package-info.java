/// Lines of containers on their way to a reader, no faster than it reads.
@NullMarked
package io.troupe.node.log;

import org.jspecify.annotations.NullMarked;
